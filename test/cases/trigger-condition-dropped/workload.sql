-- name: stock.see
update stock set seen = 1 where id between 5 and 10;
-- name: stock.byId
select amount from stock where id = 5;
