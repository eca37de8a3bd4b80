create table users (id int primary key, email text not null, about text not null);
create index users_email_idx on users (email);
insert into users select i, 'user' || i || '@mail.example', repeat('a', 100) from generate_series(1, 20000) i;
-- branch
drop index users_email_idx;

-- name: users.byEmail
-- calls: 10
select id from users where email = 'user77@mail.example';
