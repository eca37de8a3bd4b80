insert into albums select g, 'a' || g from generate_series(1, 3000) as g;
insert into tracks (album_id, title) select g % 2900 + 1, repeat('t', 80) from generate_series(1, 40000) as g;
