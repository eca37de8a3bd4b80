create table carts (id serial primary key, data jsonb not null);
