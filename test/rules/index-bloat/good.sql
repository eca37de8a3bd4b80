-- the load is sent
create table jobs (id int primary key, priority int not null, payload text not null);
insert into jobs select i, i, repeat('x', 40) from generate_series(1, 20000) i;
create index jobs_priority_idx on jobs (priority);

-- name: jobs.add
-- calls: 1
insert into jobs select i, i, 'x' from generate_series(20001, 40000) i;
