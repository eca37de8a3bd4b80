create table authors (id int primary key, name text not null);
create table books (id int primary key, author_id int not null references authors, title text not null);
create index on books (author_id);
insert into authors select i, 'author' from generate_series(1, 300) i;
insert into books select i, 1 + i % 300, 'title' from generate_series(1, 3000) i;

-- name: books.list
-- calls: 2
select id, author_id, title from books order by id limit 20;

-- name: authors.byId
-- calls: 40
select id, name from authors where id = 7;

-- name: authors.byId
select id, name from authors where id = 8;
