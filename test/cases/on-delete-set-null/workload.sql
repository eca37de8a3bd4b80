-- name: labels.delete
delete from labels where id = 195;
-- name: notes.byId
select * from notes where id = 195;
