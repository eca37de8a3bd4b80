insert into users (email, name) select 'user' || g || '@example.org', repeat('u', 80) from generate_series(1, 30000) as g;
