insert into stock select g, g from generate_series(1, 40000) as g;
insert into stock_log select g, g from generate_series(1, 40000) as g;
