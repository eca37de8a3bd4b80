-- name: orders.byCustomer
select id, note from orders where customer_id = 45;
