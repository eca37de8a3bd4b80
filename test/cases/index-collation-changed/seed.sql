insert into cities (name, region) select 'city ' || md5(g::text), repeat('r', 70) from generate_series(1, 30000) as g;
