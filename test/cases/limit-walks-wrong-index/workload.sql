-- name: messages.lastOfTenant
select id, body from messages where tenant_id = 7 order by created_at desc limit 20;
-- name: messages.last
select id, body from messages order by created_at desc limit 20;
