-- name: payments.ofDay
select sum(amount) from payments where booked_on = '2021-05-05';
-- name: payments.byId
select * from payments where id = 77;
