-- name: users.byEmail
select id from users where email = 'u77@x.org';
-- name: users.insert
insert into users (email, pad) values ('new@x.org', 'x');
-- name: orders.insert
insert into orders (user_id) values (77);
-- name: orders.ofUser
select no from orders where user_id = 77;
