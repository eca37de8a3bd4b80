insert into tickets (state, note) select case when g % 1000 = 0 then 'failed' else 'done' end, repeat('n', 60) from generate_series(1, 30000) as g;
