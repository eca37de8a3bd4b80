create table orders (id int primary key, tenant_id int not null, created_at timestamp not null);
create index orders_tenant_id_idx on orders (tenant_id);
create index orders_tenant on orders (tenant_id);
create unique index orders_id_idx on orders (id);
insert into orders select i, i % 40, timestamp '2026-01-01' + i * interval '1 minute' from generate_series(1, 20000) i;

-- name: orders.count
select count(*) from orders where tenant_id = 7;

-- name: orders.add
insert into orders values (-1, 7, '2026-01-01');
