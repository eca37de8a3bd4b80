-- name: shopTotal
select shop_total(12);
-- name: sales.byId
select amount from sales where id = 12;
