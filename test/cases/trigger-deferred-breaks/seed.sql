insert into states select i, 'state ' || i from generate_series(1, 500) i;
insert into entries select i, 1 + i % 500, 'entry' from generate_series(1, 5000) i;
