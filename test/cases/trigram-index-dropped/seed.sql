insert into artists (name, bio) select md5(g::text) || ' ' || md5((g * 7)::text), repeat('b', 60) from generate_series(1, 25000) as g;
