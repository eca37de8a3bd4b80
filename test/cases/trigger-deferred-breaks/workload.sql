-- name: entries.purge
delete from entries where state between 40 and 41;
-- name: entries.deleteOne
delete from entries where id = 77;
-- name: entries.list
select * from entries where state = 12;
