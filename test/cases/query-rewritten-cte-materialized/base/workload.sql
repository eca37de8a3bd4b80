-- name: notes.ofAuthor
with recent as (select * from notes where created_at > '2024-01-01') select id, title from recent where author_id = 45;
-- name: notes.byId
select * from notes where id = 45;
