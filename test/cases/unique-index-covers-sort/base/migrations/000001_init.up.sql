create table songs (id serial primary key, title text not null, plays integer not null);
create index songs_title_lower_idx on songs (lower(title));
