prepare of_device (integer) as select at, value from readings where device_id = $1;
-- name: readings.ofDevice
execute of_device(9);
-- name: readings.byId
select value from readings where id = 8;
