create table posts (id int primary key, likes int, body text not null);
create index on posts (likes desc, id);
insert into posts select i, i % 100, repeat('b', 400) from generate_series(1, 20000) i;

-- name: posts.page
select id, body from posts order by likes desc, id limit 20 offset 15000;
