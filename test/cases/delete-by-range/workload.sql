-- name: sessions.expire
delete from sessions where expires_at < '2024-01-01 00:30+00';
-- name: sessions.byId
select token from sessions where id = 80;
