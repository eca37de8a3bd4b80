-- name: salesOf.shop
select sum(amount) from sales_of('2024-01-01') where shop_id = 12;
-- name: sales.ofShop
select day from sales where shop_id = 12;
