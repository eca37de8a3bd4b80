-- name: readings.deltas
select count(*) from (select device_id, at, value - lag(value) over (partition by device_id order by at) as delta from readings where device_id < 200 offset 0) d;
-- name: readings.byId
select value from readings where id = 8;
