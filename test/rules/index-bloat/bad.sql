-- the load is sent
create table jobs (id int primary key, priority int not null, payload text not null);
insert into jobs select i, i, repeat('x', 40) from generate_series(1, 20000) i;
create index jobs_priority_idx on jobs (priority);

-- name: jobs.age
-- calls: 3
update jobs set priority = priority + 1000000;
