create table shops (id int primary key, region int not null);
create table sales (id int primary key, shop_id int not null references shops, sold_on date not null, amount int not null);
create index on sales (shop_id);
insert into shops select i, i % 5 from generate_series(1, 50) i;
insert into sales select i, 1 + i % 50, date '2026-01-01' + i % 30, i % 90 from generate_series(1, 30000) i;

-- name: sales.perDay
-- calls: 200
select s.sold_on as day, count(*) as sales, sum(s.amount) as amount
from sales s join shops h on h.id = s.shop_id
where h.region = 3
group by s.sold_on
order by day;
