insert into authors select g, 'author ' || g from generate_series(1, 20000) as g;
insert into books select g, g * 7919 % 20000 + 1, repeat('t', 100) from generate_series(1, 90000) as g;
