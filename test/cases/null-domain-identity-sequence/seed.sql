insert into users (email, pad) select 'u' || g || '@x.org', repeat('p', 60) from generate_series(1, 10000) g; insert into orders (user_id) select 1 + g % 3000 from generate_series(1, 10000) g;
