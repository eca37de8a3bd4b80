insert into readings select g, hashint4(g) % 4000, md5(g::text) from generate_series(1, 15000) as g;
