create temporary table picked (device_id integer);
-- name: picked.fill
insert into picked values (3);
analyze picked;
-- name: readings.ofPicked
select r.value from picked p join readings r on r.device_id = p.device_id;
-- name: readings.keep
create temporary table kept as select value from readings where device_id = 3;
-- name: kept.count
select count(*) from kept;
-- name: readings.byId
select value from readings where id = 8;
