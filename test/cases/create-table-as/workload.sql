-- name: readings.snapshot
create temporary table snapshot as select at, value from readings where device_id = 6;
-- name: readings.byId
select value from readings where id = 8;
