insert into items select g, case when g % 1000 = 0 then g else 0 end, repeat('n', 80) from generate_series(1, 30000) as g;
