create table customers (id int primary key, name text not null);
create table orders (id int primary key, customer_id int not null references customers, note text not null);
create index on orders (customer_id);
insert into customers select i, 'customer ' || i from generate_series(1, 40) i;
insert into orders select i, 1 + i % 40, repeat('n', 100) from generate_series(1, 20000) i;

-- name: customers.active
select distinct c.id, c.name from customers c join orders o on o.customer_id = c.id where o.note <> '';
