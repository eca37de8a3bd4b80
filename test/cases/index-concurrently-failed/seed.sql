insert into guests (email, room) select 'g' || g % 39990 || '@example.org', g from generate_series(1, 40000) as g;
