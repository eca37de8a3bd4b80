-- name: readings.deltas
select count(*) from (select device_id, at, at - lag(at) over (partition by device_id order by at) as gap from readings where device_id < 200) d where gap > '1 second';
-- name: readings.byId
select value from readings where id = 8;
