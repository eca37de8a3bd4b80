create table events (id bigint not null, kind int not null);
create unique index on events (id);
insert into events select i, i % 5 from generate_series(1, 500) i;

-- name: events.byKind
select count(*) from events where kind = 3;
