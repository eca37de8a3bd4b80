create table jobs (id bigint primary key generated always as identity, done boolean not null);
select setval(pg_get_serial_sequence('jobs', 'id'), 1500000000);

-- name: jobs.byId
select done from jobs where id = 7;
