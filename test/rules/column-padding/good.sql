create table users (id bigint primary key);
-- branch
create table flags (user_id bigint not null references users, seen bigint not null, a boolean not null, b boolean not null,
  c boolean not null, primary key (user_id));

-- name: flags.ofUser
select a from flags where user_id = 7;
