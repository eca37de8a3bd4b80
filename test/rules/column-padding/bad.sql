create table users (id bigint primary key);
-- branch
create table flags (a boolean not null, user_id bigint not null references users, b boolean not null, seen bigint not null,
  c boolean not null, primary key (user_id));

-- name: flags.ofUser
select a from flags where user_id = 7;
