-- name: readings.recent
select count(*) from readings where device_id = 9 and at < now() - interval '1 day';
-- name: readings.sample
select id from readings where random() < 0.5;
-- name: readings.key
select md5(random()::text), now();
-- name: readings.byId
select value from readings where id = 8;
-- name: readings.ofAny
select raw from readings where device_id = (select case when random() < 0.5 then 0 else 1 + (random() * 298)::int end);
-- name: readings.valueOfAny
select count(raw) from readings where value % 2 = (select floor(random() * 3)::int);
