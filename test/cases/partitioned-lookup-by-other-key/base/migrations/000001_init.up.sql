create table events (id bigint not null, user_id integer not null, at timestamptz not null, data text not null);
create index events_user_idx on events (user_id);
