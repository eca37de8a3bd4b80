create table albums (id integer primary key, title text not null);
create table tracks (id serial primary key, album_id integer not null references albums (id), title text not null);
