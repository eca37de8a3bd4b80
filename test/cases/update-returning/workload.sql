-- name: readings.calibrate
update readings set value = value + 1 where device_id = 17 and at < '2024-01-02' returning id, value;
-- name: readings.byId
select value from readings where id = 8;
