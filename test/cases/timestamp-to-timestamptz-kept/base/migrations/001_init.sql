create table visits (id serial primary key, page text not null, visited_at timestamp not null);
create index visits_at_idx on visits (visited_at);
