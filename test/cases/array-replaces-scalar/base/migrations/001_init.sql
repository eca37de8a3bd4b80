create table photos (id serial primary key, tag text not null, file text not null);
create index photos_tag_idx on photos (tag);
