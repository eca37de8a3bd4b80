create or replace function shop_total(shop integer) returns bigint language plpgsql stable as $$
begin
  return (select sum(amount) from sales where shop_id::text = shop::text);
end $$;
