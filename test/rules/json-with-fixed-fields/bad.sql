create table devices (id int primary key, reading jsonb not null);
insert into devices
select i, jsonb_build_object('temperature', i % 30, 'humidity', i % 100, 'battery', i % 10) from generate_series(1, 500) i;

-- name: devices.byId
select reading from devices where id = 7;
