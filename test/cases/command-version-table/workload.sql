-- name: readings.byDevice
select taken, level from readings where device_id = 77;
-- name: readings.byId
select level from readings where id = 7;
