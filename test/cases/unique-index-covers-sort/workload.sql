-- name: songs.alphabetical
select id, title from songs order by lower(title) limit 30;
-- name: songs.byId
select title from songs where id = 9;
