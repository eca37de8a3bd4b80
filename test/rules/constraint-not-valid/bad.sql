create table orders (id bigint primary key, total numeric not null);
insert into orders select i, i from generate_series(1, 500) i;
alter table orders add constraint orders_total_check check (total >= 0) not valid;

-- name: orders.byId
select total from orders where id = 7;
