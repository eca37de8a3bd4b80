insert into shipments (zone, note) select g % 2000, md5(g::text) from generate_series(1, 40000) as g;
