create table events (id bigint primary key, kind int not null);
insert into events select i, i % 5 from generate_series(1, 500) i;

-- name: events.byKind
select count(*) from events where kind = 3;
