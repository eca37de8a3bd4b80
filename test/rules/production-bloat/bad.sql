-- production: orders 2000000 pages 40000000 rows
-- production: orders index orders_pkey 110000 pages 40000000 rows
-- production: orders index orders_customer_idx 450000 pages 40000000 rows
create table orders (id int primary key, customer int not null, total numeric not null);
insert into orders select i, i % 700, i from generate_series(1, 20000) i;
create index orders_customer_idx on orders (customer, total);

-- name: orders.byId
select * from orders where id = 5;
