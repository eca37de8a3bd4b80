create table jobs (id int primary key, state text not null, note text not null);
insert into jobs select i, case when i % 3 = 0 then 'open' else 'done' end, repeat('n', 200) from generate_series(1, 20000) i;

-- name: jobs.countOpen
-- calls: 60
select count(*) from jobs where state = 'open';
