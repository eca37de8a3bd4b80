create table orders (id int primary key, tenant_id int not null, created_at timestamp not null, note text not null);
create index on orders (tenant_id, created_at);
insert into orders
select i, i % 40, timestamp '2026-01-01' + i * interval '1 minute', repeat('n', 100) from generate_series(1, 20000) i;

-- name: orders.latest
-- calls: 10
select * from orders where tenant_id = 7 order by created_at desc limit 20;
