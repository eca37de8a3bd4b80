-- name: shopTotal
select shop_total(12);
-- name: sales.ofShop
select sum(amount) from sales where shop_id = 12;
