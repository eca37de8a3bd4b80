create table sales (id serial primary key, shop_id integer not null, day date not null, amount integer not null, memo text not null);
create index sales_shop_idx on sales (shop_id);
create function shop_total(shop integer) returns bigint language plpgsql stable as $$
begin
  return (select sum(amount) from sales where shop_id = shop);
end $$;
