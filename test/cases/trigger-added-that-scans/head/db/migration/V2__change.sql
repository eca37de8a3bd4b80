create function add_up() returns trigger language plpgsql as $$
begin
  insert into totals values (new.day, (select sum(amount) from sales where day = new.day))
  on conflict (day) do update set amount = excluded.amount;
  return new;
end $$;
create trigger sales_add_up after insert on sales for each row execute function add_up();
