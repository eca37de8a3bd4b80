create table shipments (id serial primary key, zone integer not null, note text);
create index shipments_zone_idx on shipments (zone);
create function zone_of(code text) returns integer language plpgsql immutable as $$ begin return length(code); end $$;
