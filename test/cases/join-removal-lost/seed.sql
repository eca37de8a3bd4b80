insert into people select g, g, md5(g::text) from generate_series(1, 40000) as g;
insert into profiles select g, repeat('a', 100) from generate_series(1, 40000) as g;
