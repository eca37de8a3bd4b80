alter table people add column seen date;
create or replace function key_of(name text) returns text language plpgsql immutable as $$
begin
  return replace(lower(name), ' ', '');
end $$;
create or replace function nick_of(name text) returns text language sql immutable cost 20 as $$ select lower(name) $$;
update people set nick = nick || '' where id % 200 = 0;
