-- name: devices.latest
select d.name, r.value from devices d cross join lateral (select value from readings where device_id = d.id order by at desc limit 1) r where d.id < 5;
-- name: readings.byId
select value from readings where id = 8;
