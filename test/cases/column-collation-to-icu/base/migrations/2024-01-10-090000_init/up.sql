create table cities (id serial primary key, name text collate "C" not null, country text not null);
create index cities_name_idx on cities (name);
