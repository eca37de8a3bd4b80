-- name: notes.unreviewed
select count(*) from notes n where (select count(*) from reviews r where r.note_id = n.id) = 0;
-- name: notes.byId
select * from notes where id = 45;
