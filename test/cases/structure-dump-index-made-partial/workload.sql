-- name: users.count
select count(*) from users where account_id = 3;
-- name: users.find
select bio from users where id = 300;
