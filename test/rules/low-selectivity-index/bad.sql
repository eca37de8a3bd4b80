create table tasks (id int primary key, priority int not null, title text not null);
insert into tasks select i, i % 3, 'task ' || i from generate_series(1, 20000) i;
create index tasks_priority_idx on tasks (priority);

-- name: tasks.urgent
select count(title) from tasks where priority = 2;

-- name: tasks.add
insert into tasks values (-1, 1, 'another task');
