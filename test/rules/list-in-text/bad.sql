create table articles (id int primary key, labels text not null, tags text not null);
insert into articles
select i, (select string_agg('label' || n, ',') from generate_series(1, 1 + i % 4) n),
  'a' || i % 5 || ',b' || i % 7 || ',c' from generate_series(1, 500) i;

-- name: articles.labels
select labels from articles where id = 7;
