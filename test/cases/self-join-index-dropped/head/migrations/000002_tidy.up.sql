alter table employees add column email text;
drop index employees_manager_idx;
