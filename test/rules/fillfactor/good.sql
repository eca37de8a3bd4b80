create table sessions (id int primary key, user_id int not null, seen_at timestamp not null, data text not null)
  with (fillfactor = 90);
create index on sessions (user_id);
insert into sessions select i, i % 500, timestamp '2026-01-01', repeat('d', 100) from generate_series(1, 20000) i;

-- name: sessions.touch
-- calls: 500
update sessions set seen_at = '2026-03-01' where id = 7;
