insert into tasks (state, worker, detail) select case when g % 50 = 0 then 'open' else 'done' end::task_state, g % 40, repeat('d', 80) from generate_series(1, 40000) as g;
