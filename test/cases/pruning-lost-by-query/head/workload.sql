-- name: events.ofMarch
select count(*) from events where date_trunc('month', at) = '2024-03-01 00:00+00';
-- name: events.count
select count(*) from events;
