create table countries (code text primary key, name text not null);
create table customers (id bigint primary key, email text not null unique, country_code text not null references countries);
create index customers_country_idx on customers (country_code);
create table orders (id bigint primary key, customer_id bigint not null references customers, total numeric not null);
create index orders_customer_idx on orders (customer_id);
insert into countries select 'c' || i, 'country ' || i from generate_series(1, 60) i;
insert into customers select i, 'customer' || i || '@mail.example', 'c' || 1 + i % 60 from generate_series(1, 1000) i;
insert into orders select i, 1 + i % 1000, i % 90 from generate_series(1, 5000) i;

-- name: orders.ofCustomer
select id from orders where customer_id = 7;
