insert into readings (device_id, taken, level) select g % 2000, '2026-01-01'::timestamptz + g * interval '1 minute', g % 97 from generate_series(1, 40000) as g;
