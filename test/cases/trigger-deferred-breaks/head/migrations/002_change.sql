create function keep_entries() returns trigger language plpgsql as $$
begin
  if exists (select from states where id = old.state) and not exists (select from entries where state = old.state) then
    raise exception 'state % has no entries any more', old.state;
  end if;
  return null;
end $$;

create constraint trigger entries_kept after delete on entries
  deferrable initially deferred for each row execute function keep_entries();

alter table states add column note text;
