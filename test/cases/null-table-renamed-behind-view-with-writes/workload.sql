-- name: orders.byCustomer
select * from orders where customer_id = 77;
-- name: orders.recent
select id, total from orders where created_at >= '2024-02-01' and created_at < '2024-02-02' order by created_at limit 20;
-- name: orders.open
select count(*) from orders where status = 'open' and total > 900;
-- name: customers.byEmail
select id from customers where email = 'u77@x.test';
-- name: orders.place
insert into orders (customer_id, status, total, created_at) values (5, 'open', 3, '2024-05-05');
-- name: files.remove
delete from files where id = 2999;
-- name: codes.byCode
select label from codes where code = 'c99';
-- name: audit.write
insert into audit (note) values ('x');
-- name: customers.rename
update customers set name = 'z' where id = 9;
