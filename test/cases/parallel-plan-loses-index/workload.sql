-- name: readings.ofDevice
select count(*) from readings where device_id = 8;
-- name: readings.sum
select sum(value) from readings where note <> 'x';
