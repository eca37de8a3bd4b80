create table tickets (id integer primary key, event integer not null, seat text);
create index tickets_event_idx on tickets (event);
create function open_tickets() returns setof tickets language sql stable as $$ select * from public.tickets where seat <> '' $$;
