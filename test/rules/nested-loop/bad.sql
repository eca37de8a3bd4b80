create table orders (id int primary key, state text not null, kind text not null);
create table items (id int primary key, order_id int not null references orders, price int not null);
create index on items (order_id);
insert into orders select i, 'open', 'sale' from generate_series(1, 4000) i;
insert into items select i, 1 + i % 4000, i % 90 from generate_series(1, 20000) i;

-- name: items.ofOpenOrders
-- What `upper` gives is guessed: 20 rows in place of 4,000.
select sum(i.price) from orders o join items i on i.order_id = o.id where upper(o.state) = 'OPEN';
