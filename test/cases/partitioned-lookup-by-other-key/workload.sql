-- name: events.ofUser
select data from events where user_id = 77;
-- name: events.ofWeek
select count(*) from events where at >= '2024-02-05 00:00+00' and at < '2024-02-12 00:00+00';
