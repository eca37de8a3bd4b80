create table sessions (id serial primary key, expires_at timestamptz not null, token text not null);
create index sessions_expires_idx on sessions (expires_at);
