-- name: readings.ofDevice
select note from readings where device = 5;
-- name: readings.sorted
select * from readings order by note;
-- name: readings.update
update readings set note = note where device = 7;
