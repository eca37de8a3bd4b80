-- name: notes.ofAuthor
select id, title from notes where author_id = 45 order by created_at desc limit 20;
-- name: notes.byId
select * from notes where id = 45;
