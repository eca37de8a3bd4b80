create table events (id int primary key, kind text not null, payload text not null);
insert into events select i, md5(i::text), repeat('p', 200) from generate_series(1, 20000) i;

-- session: work_mem = 1MB
-- name: events.byKind
select * from events order by kind;
