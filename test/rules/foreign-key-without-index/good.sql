create table customers (id int primary key, name text not null);
create table orders (id int primary key, customer_id int not null references customers, note text not null);
create index on orders (customer_id);
insert into customers select i, 'customer' from generate_series(1, 2000) i;
insert into orders select i, 1 + i % 1000, repeat('n', 100) from generate_series(1, 20000) i;

-- name: customers.remove
delete from customers where id = 1999;
