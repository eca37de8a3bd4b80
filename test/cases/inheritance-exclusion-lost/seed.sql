insert into sales_1 select 1, g, md5(g::text) from generate_series(1, 10000) as g;
insert into sales_2 select 2, g, md5(g::text) from generate_series(1, 40000) as g;
