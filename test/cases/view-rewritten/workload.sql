-- name: shopSales.ofShop
select day, amount from shop_sales where shop_id = 12;
-- name: sales.ofShop
select day from sales where shop_id = 12;
