create table tokens (id int primary key, made_at timestamp not null, note text not null);
create index on tokens (made_at);
insert into tokens select i, timestamp '2026-01-01' + i * interval '10 minutes', repeat('n', 100) from generate_series(1, 20000) i;

-- name: tokens.fresh
select id from tokens where made_at + interval '7 days' > timestamp '2026-05-25';
