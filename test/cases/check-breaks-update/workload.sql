-- name: notes.byId
select * from notes where id = 45;
-- name: notes.anonymise
update notes set author_id = -1 where id = 77;
