create table orders (id int primary key, tenant_id int not null, created_at timestamp not null);
create index orders_tenant_id_created_at_idx on orders (tenant_id, created_at);

-- name: orders.count
select count(*) from orders where tenant_id = 7;
