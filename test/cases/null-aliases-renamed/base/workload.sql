-- name: notes.ofAuthor
select n.id, n.title from notes n where n.author_id = 45 order by n.created_at desc limit 20;
-- name: notes.twice
select a.id, b.id from notes a join notes b on b.id = a.id + 1 where a.author_id = 45;
