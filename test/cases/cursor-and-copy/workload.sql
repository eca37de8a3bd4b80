-- name: readings.export
copy (select at, value from readings where device_id = 6) to stdout;
-- name: readings.cursor
declare rows cursor with hold for select at, value from readings where device_id = 7;
-- name: readings.byId
select value from readings where id = 8;
