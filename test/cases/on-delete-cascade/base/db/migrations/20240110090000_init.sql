-- migrate:up
create table customers (id integer primary key, name text not null);
create table orders (id integer primary key, customer_id integer);
create index orders_customer_idx on orders (customer_id);
create table lines (id serial primary key, order_id integer not null, article text not null);

-- migrate:down
