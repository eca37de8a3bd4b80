create table events (id bigserial primary key, account_id integer not null, kind text not null, occurred_at timestamptz not null, payload text not null);
create index events_account_time_idx on events (account_id, occurred_at);
