insert into tasks (project_id, state, title) select g % 700, case when g % 3 = 0 then 'done' else 'open' end, repeat('t', 90) from generate_series(1, 18000) g;
