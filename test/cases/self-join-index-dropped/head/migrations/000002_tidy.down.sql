create index employees_manager_idx on employees (manager_id);
