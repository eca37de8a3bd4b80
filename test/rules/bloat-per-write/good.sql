-- the load is sent
create table jobs (id int primary key, state text not null, tries int not null default 0, payload text) with (fillfactor = 70);
insert into jobs select i, 'new', 0, repeat('x', 60) from generate_series(1, 3000) i;
create index on jobs (state);
-- branch
create index jobs_payload_idx on jobs (payload);

-- name: jobs.retry
-- calls: 3
update jobs set tries = tries + 1 where id % 10 = 3;
