insert into cards select g, g from generate_series(1, 40000) as g;
