-- name: events.ofMarch
select count(*) from events where at >= '2024-03-01 00:00+00' and at < '2024-03-08 00:00+00';
-- name: events.count
select count(*) from events;
