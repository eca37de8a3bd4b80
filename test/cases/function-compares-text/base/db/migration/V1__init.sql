create table customer (id bigint primary key, tier text not null);
create table orders (id bigint primary key, customer_id bigint not null, total int not null);
create index orders_customer on orders (customer_id);
