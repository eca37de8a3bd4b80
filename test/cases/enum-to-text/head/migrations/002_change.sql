drop index tasks_open_idx;
alter table tasks alter column state type text;
