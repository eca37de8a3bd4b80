insert into samples select timestamptz '2024-01-01' + g * interval '1 minute', md5(g::text) from generate_series(1, 40000) as g;
