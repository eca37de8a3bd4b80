-- name: orders.byCustomer
select id, total from orders where customer_id = 42;

-- name: orders.byId
select * from orders where id = 4242;

-- name: orders.import
insert into orders (customer_id, status, total, created_at, note)
select g, 'open', 1, timestamptz '2024-06-01', 'imported' from generate_series(1, 300) as g;
