-- migrate:up
create table sales (id serial primary key, shop_id integer not null, day date not null, amount integer not null, memo text not null);
create index sales_shop_idx on sales (shop_id);
create function current_shop() returns integer language sql stable as $$ select 12 $$;
create function my_shop() returns integer language plpgsql stable as $$ begin return 12; end $$;

-- migrate:down
