-- name: invoices.sumOfCustomer
select sum(amount) from invoices where customer_id = 21;
-- name: invoices.byId
select amount from invoices where id = 9;
