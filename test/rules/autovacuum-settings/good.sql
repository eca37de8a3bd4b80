-- the load is sent
-- target: size = 200GB
create table sessions (id int primary key, account int not null, seen timestamptz not null default '2026-01-01 00:00+00', data text) with (autovacuum_vacuum_scale_factor = 0.02);
insert into sessions select i, i % 500, '2026-01-01 00:00+00', repeat('x', 100) from generate_series(1, 5000) i;

-- name: sessions.touch
update sessions set seen = '2026-02-01 00:00+00' where id % 10 = 1;

-- name: sessions.open
-- calls: 5
insert into sessions select 5000 + i, 7, '2026-02-01 00:00+00', 'x' from (select coalesce(max(id), 0) - 5000 + 1 as i from sessions) as next;
