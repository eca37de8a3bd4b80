insert into employees (manager_id, name) select nullif(g / 8, 0), 'employee ' || g from generate_series(1, 40000) as g;
