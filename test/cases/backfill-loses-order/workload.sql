-- name: events.ofDay
select path from events where at >= '2024-01-10' and at < '2024-01-12';
-- name: events.byId
select path from events where id = 77;
