insert into accounts (number, owner) select g, md5(g::text) from generate_series(1, 40000) as g;
