-- name: customers.delete
delete from customers where id = 77;
-- name: orders.ofCustomer
select * from orders where customer_id = 77;
