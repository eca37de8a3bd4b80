-- name: events.range
select count(*) from events where at between '2023-12-01' and '2024-02-01';
-- name: events.byId
select note from events where id = 700;
-- name: events.old
select note from events where at = '2023-05-01';
-- name: events.insert
insert into events values (99999, '2024-05-05', 'x');
-- name: events.insertOld
insert into events values (99999, '2023-05-05', 'x');
