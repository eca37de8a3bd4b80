drop index articles_body_idx;
create index articles_body_idx on articles using gin (to_tsvector('simple', body));
