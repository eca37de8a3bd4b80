insert into customers select g, 'c' || g from generate_series(1, 1000) as g;
insert into orders select g, g % 1000 + 1 from generate_series(1, 5000) as g;
insert into lines (order_id, article) select g % 5000 + 1, repeat('a', 80) from generate_series(1, 30000) as g;
