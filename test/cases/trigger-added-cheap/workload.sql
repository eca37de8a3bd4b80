-- name: sales.correct
update sales set amount = 7 where id = 700;
-- name: sales.byId
select amount from sales where id = 12;
