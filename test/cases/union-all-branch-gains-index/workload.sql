-- name: readings.extremes
select id from readings where value = 99 and device_id < 3 union all select id from readings where value = 98 and raw = 'x';
-- name: readings.byId
select value from readings where id = 8;
