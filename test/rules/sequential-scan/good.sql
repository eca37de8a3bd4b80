create table orders (id int primary key, tenant_id int not null, note text not null);
create index on orders (tenant_id);
insert into orders select i, i % 40, repeat('n', 200) from generate_series(1, 20000) i;

-- name: orders.ofTenant
select * from orders where tenant_id = 7;
