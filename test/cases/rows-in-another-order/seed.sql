insert into visits select g, date '2020-01-01' + g / 40, hashint4(g), md5(g::text) from generate_series(1, 40000) as g;
