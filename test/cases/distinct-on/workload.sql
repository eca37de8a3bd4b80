-- name: readings.newest
select distinct on (device_id) device_id, at from readings order by device_id, at;
-- name: readings.byId
select value from readings where id = 8;
