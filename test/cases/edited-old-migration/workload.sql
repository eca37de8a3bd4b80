-- name: readings.ofDevice
select at, value from readings where device_id = 9;
-- name: readings.byId
select value from readings where id = 8;
