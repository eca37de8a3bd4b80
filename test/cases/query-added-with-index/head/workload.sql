-- name: notes.ofAuthor
select id, title from notes where author_id = 45 order by created_at desc limit 20;
-- name: notes.byId
select * from notes where id = 45;
-- name: notes.bodies
select body from notes where author_id = 46;
-- name: notes.export
select id, title, body from notes;
