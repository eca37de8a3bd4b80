create table users (id bigint primary key);
-- branch
create table sign_ins (id int primary key generated always as identity, user_id bigint not null references users);
create index on sign_ins (user_id);

-- name: signIns.ofUser
select id from sign_ins where user_id = 7;
