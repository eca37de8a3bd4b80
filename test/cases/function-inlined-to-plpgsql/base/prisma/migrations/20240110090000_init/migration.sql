create table sales (id serial primary key, shop_id integer not null, day date not null, amount integer not null, memo text not null);
create index sales_shop_idx on sales (shop_id);
create function sales_of(since date) returns setof sales language sql stable as $$ select * from sales where day >= since $$;
