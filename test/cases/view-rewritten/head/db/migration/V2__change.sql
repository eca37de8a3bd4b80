create or replace view shop_sales as
select shop_id, day, amount, rank() over (order by amount desc) as place from sales where amount > 0;
