create table shops (id int primary key, region int not null);
create table sales (id int primary key, shop_id int not null references shops, sold_on date not null, amount int not null);
create index on sales (shop_id);
insert into shops select i, i % 5 from generate_series(1, 50) i;
insert into sales select i, 1 + i % 50, date '2026-01-01' + i % 30, i % 90 from generate_series(1, 30000) i;
create materialized view sales_summary as
select h.region, s.sold_on as day, count(*) as sales, sum(s.amount) as amount
from sales s join shops h on h.id = s.shop_id
group by h.region, s.sold_on;
create unique index on sales_summary (region, day);

-- name: sales.perDay
-- calls: 200
select day, sales, amount from sales_summary where region = 3 order by day;
