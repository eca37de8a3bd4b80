insert into readings (sensor, taken_at, value, raw) select g % 50, timestamptz '2024-03-01' + (g * 7919 % 40000) * interval '1 minute', g % 100, repeat('r', 60) from generate_series(1, 40000) as g;
