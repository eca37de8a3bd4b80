create table articles (id int primary key, tags varchar(20)[] not null, note text not null);
insert into articles select i, array['t' || i % 900, 'c' || i % 7], repeat('n', 100) from generate_series(1, 20000) i;

-- name: articles.tagged
-- calls: 20
select id from articles where 't7' = any(tags);
