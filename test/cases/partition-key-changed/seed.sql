insert into events select g, g * 7919 % 500, timestamptz '2024-01-01' + g * interval '2 minutes', repeat('d', 60) from generate_series(1, 60000) as g;
