-- name: notes.byId
select * from notes where id = 45;
