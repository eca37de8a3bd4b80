create table events (id int primary key, kind int not null, at timestamp not null);
insert into events select i, i % 50, timestamp '2026-01-01' + i * interval '1 minute' from generate_series(1, 20000) i;
-- branch
create index events_kind_idx on events (kind);

-- name: events.ofKind
select count(*) from events where kind = 7;

-- name: events.add
-- calls: 20
insert into events values (-1, 7, '2026-02-01');
