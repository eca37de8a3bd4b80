-- name: notes.ofAuthor
select id, title from notes where author_id = 45 order by created_at desc limit 20;
-- name: notes.insert
insert into notes (author_id, title, body, created_at) values (1, 't', 'b', '2024-05-01');
