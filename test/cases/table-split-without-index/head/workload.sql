-- name: users.profile
select u.name, p.bio from users u join profiles p on p.user_id = u.id where u.id = 99;
-- name: users.delete
delete from users where id = 100;
