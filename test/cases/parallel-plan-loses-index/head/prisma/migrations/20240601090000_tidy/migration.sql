create table accounts (id serial primary key);
drop index readings_device_idx;
