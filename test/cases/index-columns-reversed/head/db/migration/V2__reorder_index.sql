drop index events_account_time_idx;
create index events_time_account_idx on events (occurred_at, account_id);
