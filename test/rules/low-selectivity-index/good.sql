create table tasks (id int primary key, priority int not null, title text not null, updated timestamptz not null default now());
insert into tasks (id, priority, title) select i, case when i % 500 = 0 then 2 else i % 2 end, 'task ' || i from generate_series(1, 20000) i;
create index tasks_priority_idx on tasks (priority);
create index tasks_updated_idx on tasks (updated);

-- name: tasks.urgent
select count(title) from tasks where priority = 2;

-- name: tasks.add
insert into tasks (id, priority, title) values (-1, 1, 'another task');

-- name: tasks.changed
select count(title) from tasks where updated > '2020-01-01';
