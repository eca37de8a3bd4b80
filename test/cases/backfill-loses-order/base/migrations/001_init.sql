create table events (id integer primary key, session integer not null, at timestamp not null, path text not null);
create index events_at_idx on events (at);
