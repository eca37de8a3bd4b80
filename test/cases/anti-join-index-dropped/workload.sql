-- name: users.idle
select id from users u where id between 2850 and 2950 and not exists (select from logins l where l.user_id = u.id);
-- name: users.byId
select name from users where id = 6;
