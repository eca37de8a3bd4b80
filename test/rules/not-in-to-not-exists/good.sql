create table users (id int primary key, name text not null);
create table logins (id int primary key, user_id int not null, note text not null);
create index on logins (user_id);
insert into users select i * 3000, 'user' from generate_series(1, 20) i;
insert into logins select i, 1 + i % 30000, repeat('n', 100) from generate_series(1, 60000) i;

-- session: work_mem = 64kB
-- name: users.neverSeen
select name from users u where not exists (select from logins l where l.user_id = u.id);
