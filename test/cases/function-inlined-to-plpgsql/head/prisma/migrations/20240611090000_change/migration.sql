create or replace function sales_of(since date) returns setof sales language plpgsql stable as $$
begin
  return query select * from sales where day >= since;
end $$;
