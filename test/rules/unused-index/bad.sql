create table orders (id int primary key, tenant_id int not null, created_at timestamp not null);
create index orders_created_at_idx on orders (created_at);
insert into orders select i, i % 40, timestamp '2026-01-01' + i * interval '1 minute' from generate_series(1, 1000) i;

-- name: orders.byId
select * from orders where id = 7;
