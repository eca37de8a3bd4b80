insert into community select generate_series(1, 10);
insert into post select g, 1 + g % 10 from generate_series(1, 100) as g;
insert into vote select g, 1 + g % 10 * 10, repeat('v', 60) from generate_series(1, 20000) as g;
insert into comment select g, 1 + g % 100 from generate_series(1, 2000) as g;
insert into answer select g, 1 + g % 2000 from generate_series(1, 2000) as g;
