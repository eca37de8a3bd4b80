insert into players (score, name) select case when g % 9 <> 0 then g * 7919 % 100000 end, repeat('p', 60) from generate_series(1, 40000) as g;
