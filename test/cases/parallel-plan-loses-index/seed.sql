insert into readings (device_id, value, note) select g * 7919 % 2000, g % 17, repeat('n', 60) from generate_series(1, 60000) as g;
