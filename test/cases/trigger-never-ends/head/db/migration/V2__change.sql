create index on totals (amount);

create function add_up() returns trigger language plpgsql as $$
begin
  update totals set amount = amount + new.amount;
  perform pg_sleep(60);
  return null;
end
$$;
create trigger add_up after insert on sales for each row execute function add_up();

create table refunds (id int primary key);
