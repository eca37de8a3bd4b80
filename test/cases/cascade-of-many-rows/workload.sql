-- name: community.delete
delete from community where id = 3;
