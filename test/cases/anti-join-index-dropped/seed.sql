insert into users select g, 'u' || g from generate_series(1, 3000) as g;
insert into logins (user_id, agent) select g % 2900, repeat('a', 80) from generate_series(1, 40000) as g;
