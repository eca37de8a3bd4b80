create table carts (id serial primary key, data jsonb not null);
create index carts_customer_idx on carts ((data ->> 'customer'));
