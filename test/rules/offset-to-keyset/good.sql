create table posts (id int primary key, written_at timestamp not null, body text not null);
create index on posts (written_at, id);
insert into posts select i, timestamp '2026-01-01' + i * interval '1 minute', repeat('b', 400) from generate_series(1, 20000) i;
create table entries (id int primary key, made_at timestamp not null, body text not null);
insert into entries select i, timestamp '2026-01-01' + i % 9000 * interval '1 minute', repeat('b', 200) from generate_series(1, 20000) i;
create index on entries (made_at, id);

-- name: posts.page
select id, body from posts where (written_at, id) > ('2026-01-11 10:00', 15000) order by written_at, id limit 20;
-- name: entries.page
select id, body from entries where (made_at, id) < ('2026-01-02 10:00', 2040) order by made_at desc, id desc limit 20;
