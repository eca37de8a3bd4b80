drop index photos_tag_idx;
alter table photos alter column tag type text[] using array[tag];
create index photos_tag_idx on photos using gin (tag);
