insert into devices select g, 'device ' || g from generate_series(0, 299) as g;
insert into readings (device_id, at, value, raw) select g * 7919 % 300, timestamptz '2024-01-01' + g * interval '1 minute', g % 100, repeat('r', 70) from generate_series(1, 45000) as g;
-- One device has sent most of what there is: which one chance picks makes all the difference.
insert into readings (device_id, at, value, raw) select 0, timestamptz '2025-01-01' + g * interval '1 minute', g % 100, repeat('r', 70) from generate_series(1, 45000) as g;
