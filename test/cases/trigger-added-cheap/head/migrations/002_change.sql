create function stamp() returns trigger language plpgsql as $$
begin
  new.changed_at := '2024-06-01';
  return new;
end $$;
create trigger sales_stamp before update on sales for each row execute function stamp();
