-- name: carts.ofCustomer
select id from carts where customer = 'c17';
-- name: carts.byId
select data from carts where id = 6;
