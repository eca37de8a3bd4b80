create table articles (id int primary key, body text not null);
create table visits (id int primary key, article_id int not null references articles);
create index on visits (article_id);
insert into articles select i, repeat('b', 200) from generate_series(1, 20000) i;
insert into visits select i, i from generate_series(1, 500) i;

-- name: articles.search
-- calls: 50
select count(*) from articles where body like '%x%';
-- name: visits.add
-- calls: 50
insert into visits (id, article_id) values (1000, 7);
-- name: visits.ofArticle
-- calls: 50
select count(*) from visits where article_id = 7;
