insert into users select g, 'n' || g, repeat('b', 200) from generate_series(1, 6000) as g;
