create table articles (id serial primary key, title text not null, body text not null);
create index articles_body_idx on articles using gin (to_tsvector('english', body));
