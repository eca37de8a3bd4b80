-- name: sales.ofMyShop
select sum(amount) from sales where shop_id = my_shop();
-- name: sales.ofCurrentShop
select sum(amount) from sales where shop_id = current_shop();
