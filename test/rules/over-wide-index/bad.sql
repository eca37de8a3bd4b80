create table orders (id int primary key, tenant_id int not null, email text not null, note text not null);
insert into orders select i, i % 400, 'user' || i || '@mail.example', repeat('n', 40) from generate_series(1, 40000) i;
create index orders_search_idx on orders (tenant_id, email, note);

-- name: orders.ofTenant
select * from orders where tenant_id = 7;

-- name: orders.rename
update orders set note = 'gone' where tenant_id = 8;
