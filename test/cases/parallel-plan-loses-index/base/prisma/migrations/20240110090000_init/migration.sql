create table readings (id serial primary key, device_id integer not null, value numeric not null, note text not null);
create index readings_device_idx on readings (device_id);
