-- name: people.byEmail
select id from people where email = 'p77@example.org';
-- name: people.register
insert into people (email, note) values ('new@example.org', 'n') on conflict (email) do nothing;
-- name: people.byId
select note from people where id = 8;
