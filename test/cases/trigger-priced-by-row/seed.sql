insert into documents select g, g % 100, repeat('t', 60) from generate_series(1, 6000) as g;
