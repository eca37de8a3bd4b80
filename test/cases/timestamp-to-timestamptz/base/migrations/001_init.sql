create table visits (id serial primary key, page text not null, visited_at timestamp not null);
create index visits_day_idx on visits ((visited_at::date));
create index visits_page_idx on visits (page, visited_at);
