insert into events select g, g * 7919 % 20000, timestamptz '2024-01-01' + g * interval '8 minutes', repeat('d', 60) from generate_series(1, 80000) as g;
