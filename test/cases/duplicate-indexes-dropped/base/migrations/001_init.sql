create table orders (id serial primary key, customer_id integer not null, note text not null);
create index orders_customer_idx on orders (customer_id);
create index orders_customer_again_idx on orders (customer_id);
