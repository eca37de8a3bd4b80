drop materialized view daily;
create materialized view daily as select day, shop, sum(amount) as amount, count(*) as sales from sales group by day, shop;
create index daily_day_idx on daily (day);
