insert into customer select g, case when g % 100 = 0 then 'gold' else 'standard' end from generate_series(1, 2000) as g;
insert into orders select g, 1 + g % 2000, g % 300 from generate_series(1, 10000) as g;
