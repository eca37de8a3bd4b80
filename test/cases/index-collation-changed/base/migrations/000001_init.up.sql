create table cities (id serial primary key, name text not null, region text not null);
create index cities_name_idx on cities (name);
