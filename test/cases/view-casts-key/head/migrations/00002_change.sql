-- +goose Up
drop view shop_sales;
create view shop_sales as select id, shop_id::text as shop_id, amount from sales;
