create table users (id int primary key, name text not null);
create table bans (id int primary key, user_id int references users);
insert into users select i, 'user' from generate_series(1, 500) i;
insert into bans select i, i * 3 from generate_series(1, 50) i;

-- name: users.allowed
select count(*) from users u where not exists (select from bans b where b.user_id = u.id);
