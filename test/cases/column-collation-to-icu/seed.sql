insert into cities (name, country) select md5(g::text), repeat('c', 40) from generate_series(1, 30000) as g;
