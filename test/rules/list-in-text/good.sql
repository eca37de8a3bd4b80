create table articles (id int primary key, labels text[] not null);
insert into articles
select i, array(select 'label' || n from generate_series(1, 1 + i % 4) n) from generate_series(1, 500) i;

-- name: articles.labels
select labels from articles where id = 7;
