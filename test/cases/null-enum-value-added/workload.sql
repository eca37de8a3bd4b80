-- name: orders.ofCustomer
select id, total from orders where customer_id = 42 order by created_at desc limit 5;

-- name: orders.total
select c.name, sum(o.total) from orders o join customers c on c.id = o.customer_id where c.email = 'c77@example.org' group by c.name;

-- name: openOrders.sum
select sum(total) from open_orders where customer_id < 500;

-- name: orders.report
select state, count(*), sum(total) from orders group by state order by state;

-- name: customers.insert
insert into customers (email, name) values ('new@example.org', 'New');

-- name: orders.pay
update orders set state = 'paid' where id = 2000 returning id;

-- name: customers.delete
delete from customers where id = 1 and not exists (select from orders where customer_id = 1);
