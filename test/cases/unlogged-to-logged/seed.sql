insert into cache select g, repeat('v', 80) from generate_series(1, 20000) as g;
