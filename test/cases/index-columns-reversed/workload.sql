-- name: events.ofAccount
select * from events where account_id = 17 and occurred_at >= '2024-01-02' order by occurred_at;
-- name: events.lastOfAccount
select kind from events where account_id = 17 order by occurred_at desc limit 40;
