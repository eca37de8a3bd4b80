create table events (id bigint not null, kind int not null);
create unique index on events (id);
insert into events select i, i % 5 from generate_series(1, 500) i;
create table receipts (room text not null, reader text not null, thread text, constraint receipts_once unique (room, reader));
create unique index receipts_of_thread on receipts (room, reader, thread);
insert into receipts select 'room ' || i, 'reader' from generate_series(1, 500) i;
create table pushes (room text not null, tag text);
create unique index pushes_once on pushes (room, tag);
insert into pushes select 'room ' || i from generate_series(1, 500) i;

-- name: events.byKind
select count(*) from events where kind = 3;
