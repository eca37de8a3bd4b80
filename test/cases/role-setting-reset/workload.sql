-- name: readings.sorted
select * from readings order by note;
-- name: readings.byId
select note from readings where id = 5;
