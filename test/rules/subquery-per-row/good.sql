create table customers (id int primary key, name text not null);
create table orders (id int primary key, customer_id int not null references customers, total int not null, note text not null);
create index on orders (customer_id);
insert into customers select i, 'customer' from generate_series(1, 2000) i;
insert into orders select i, 1 + i % 2000, i % 90, repeat('n', 50) from generate_series(1, 10000) i;

-- name: customers.withLastOrder
select c.name, o.note
from customers c
left join (select distinct on (customer_id) customer_id, note from orders order by customer_id, id desc) o on o.customer_id = c.id;
