-- name: readings.ofDevice
select at, value from readings where device_id = 9 and at > '2024-01-20';
-- name: readings.byId
select value from readings where id = 8;
