-- name: orders.pending
select id from "Order" where status = 'pending' order by "createdAt" desc limit 20;
-- name: orders.get
select note from "Order" where id = 7;
