-- name: notes.ofAuthor
select id, title from memos where author_id = 45 order by created_at desc limit 20;
-- name: notes.byId
select * from memos where id = 45;
