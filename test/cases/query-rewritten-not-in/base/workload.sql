-- name: notes.unreviewed
select count(*) from notes n where not exists (select from reviews r where r.note_id = n.id);
-- name: notes.byId
select * from notes where id = 45;
