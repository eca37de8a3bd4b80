create table sites (id serial primary key, name text not null);
create index sites_name_idx on sites (name);
