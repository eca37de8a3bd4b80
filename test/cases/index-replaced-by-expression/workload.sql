-- name: users.byEmail
select * from users where email = 'user2000@example.org';
-- name: users.byId
select name from users where id = 12;
