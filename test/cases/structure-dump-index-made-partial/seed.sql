insert into users select g, g % 50, 'u' || g || '@example.org', repeat('b', 120) from generate_series(1, 12000) as g;
