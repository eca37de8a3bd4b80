create table books (id integer primary key, title text not null);
create table loans (id integer primary key, book_id integer not null);
