-- migrate:up
create table devices (id uuid primary key, name text not null);
create table signals (id serial primary key, device_id uuid not null, level integer not null);
create index signals_device_idx on signals (device_id);

-- migrate:down
