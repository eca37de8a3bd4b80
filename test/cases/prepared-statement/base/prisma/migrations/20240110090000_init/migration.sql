create table devices (id integer primary key, name text not null);
create table readings (id serial primary key, device_id integer not null, at timestamptz not null, value integer not null, raw text not null);
create index readings_device_idx on readings (device_id, at);
