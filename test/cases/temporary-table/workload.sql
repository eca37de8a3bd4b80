create temporary table picked (device_id integer);
-- name: picked.fill
insert into picked values (3), (4);
-- name: readings.ofPicked
select r.value from picked p join readings r on r.device_id = p.device_id;
-- name: readings.byId
select value from readings where id = 8;
