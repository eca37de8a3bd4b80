-- name: orders.byCustomer
select id, total from orders where customer_id = 42;

-- name: orders.byId
select * from orders where id = 4242;

-- name: orders.total
select status, sum(total) from orders group by status;
