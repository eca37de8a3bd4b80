insert into people (email, note) select 'p' || g || '@example.org', repeat('n', 60) from generate_series(1, 20000) as g;
