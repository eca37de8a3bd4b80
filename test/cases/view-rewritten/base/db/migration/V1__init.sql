create table sales (id serial primary key, shop_id integer not null, day date not null, amount integer not null, memo text not null);
create index sales_shop_idx on sales (shop_id);
create view shop_sales as select shop_id, day, amount from sales where amount > 0;
