insert into teams select g, 'team ' || g from generate_series(1, 2000) as g;
insert into members (team_id, name) select g * 7919 % 1900 + 1, repeat('m', 80) from generate_series(1, 50000) as g;
