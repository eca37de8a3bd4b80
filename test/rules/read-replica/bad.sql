create table articles (id int primary key, body text not null);
create table visits (id int primary key, article_id int not null references articles, seconds int not null);
create table jobs (id int primary key, state text not null);
create index on visits (article_id);
insert into articles select i, repeat('b', 200) from generate_series(1, 20000) i;
insert into visits select i, i, i % 60 from generate_series(1, 20000) i;
insert into jobs select i, 'new' from generate_series(1, 100) i;

-- name: articles.search
-- calls: 50
select count(*) from articles where body like '%x%';
-- name: visits.add
-- calls: 50
insert into visits (id, article_id, seconds) values (100000, 7, 3);
-- name: visits.ofArticle
-- calls: 50
select count(*) from visits where article_id = 7;
-- name: visits.long
-- calls: 50
select count(*) from visits where seconds > 50;
-- name: jobs.take
-- calls: 50
select id from jobs where state = 'new' order by id limit 1 for update skip locked;
