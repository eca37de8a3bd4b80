create table articles (id int primary key, body text not null, seen int not null);
insert into articles select i, repeat('b', 200), 0 from generate_series(1, 20000) i;

-- name: articles.byId
-- calls: 50
select body from articles where id = 7;
-- name: articles.reset
-- calls: 50
update articles set seen = 0 where seen > 10;
