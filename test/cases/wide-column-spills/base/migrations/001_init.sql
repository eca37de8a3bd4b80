create table authors (id integer primary key, name text not null);
create table books (id integer primary key, author_id integer not null, title text not null);
