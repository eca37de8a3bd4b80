create table notes (id serial primary key, author_id integer not null, title text not null, body text not null, created_at timestamptz not null);
create index notes_author_idx on notes (author_id, created_at);
