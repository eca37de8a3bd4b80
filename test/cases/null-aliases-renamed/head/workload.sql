-- name: notes.ofAuthor
select note.id as note_id, note.title from notes as note where note.author_id = 45 order by note.created_at desc limit 20;
-- name: notes.twice
select first.id, second.id from notes first join notes second on second.id = first.id + 1 where first.author_id = 45;
