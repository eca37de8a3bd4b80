create table customers (id int primary key, name text not null);
create table orders (id int primary key, customer_id int not null references customers, note text not null);
create index on orders (customer_id);
insert into customers select i, 'customer' from generate_series(1, 100) i;
insert into orders select i, 1 + i % 100, repeat('n', 100) from generate_series(1, 20000) i;

-- name: customers.withOrders
select c.name from customers c where exists (select from orders o where o.customer_id = c.id and o.note <> '');
