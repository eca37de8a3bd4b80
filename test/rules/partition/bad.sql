-- target: size = 400GB
create table readings (
  id bigint generated always as identity primary key,
  sensor int not null,
  at timestamptz not null,
  value double precision not null
);
insert into readings (sensor, at, value)
  select i % 200, timestamptz '2025-01-01 00:00+00' + i * interval '8 minutes', i % 977 from generate_series(1, 60000) i;
create index on readings (sensor, at);

-- name: readings.month
-- calls: 20
select sensor, avg(value) from readings where at >= '2025-06-01 00:00+00' and at < '2025-07-01 00:00+00' group by sensor order by sensor;

-- name: readings.latest
-- calls: 5
select value from readings where sensor = 17 and at >= '2025-11-01 00:00+00' order by at desc limit 10;

-- name: readings.byId
-- calls: 5
select value from readings where id = 4711;

-- name: readings.expire
delete from readings where at < '2025-01-15 00:00+00';

-- name: readings.add
insert into readings (sensor, at, value) values (3, '2025-11-20 00:00+00', 1.5);
