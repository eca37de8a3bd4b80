insert into addresses select g, 'city ' || g % 20, 'code ' || g % 20, g from generate_series(1, 40000) as g;
insert into persons select g, repeat('p', 40) from generate_series(1, 40000) as g;
