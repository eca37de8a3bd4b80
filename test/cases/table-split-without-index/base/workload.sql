-- name: users.profile
select name, bio from users where id = 99;
-- name: users.delete
delete from users where id = 100;
