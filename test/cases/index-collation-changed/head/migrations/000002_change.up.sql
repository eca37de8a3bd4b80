drop index cities_name_idx;
create index cities_name_idx on cities (name collate "POSIX");
