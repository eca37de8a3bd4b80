create table readings (id int primary key, sensor_id int not null, value int not null, note text not null);
create index readings_sensor_id_idx on readings (sensor_id);
insert into readings select i, i % 66, i % 90, repeat('n', 380) from generate_series(1, 100000) i;

-- session: work_mem = 4MB
-- name: readings.ofSensor
select sum(value) from readings where sensor_id = 7;
