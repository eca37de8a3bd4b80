create table sales (id serial primary key, day date not null, shop integer not null, amount integer not null);
create index sales_day_idx on sales (day);
create materialized view daily as select day, shop, sum(amount) as amount from sales group by day, shop;
create unique index daily_day_shop_idx on daily (day, shop);
