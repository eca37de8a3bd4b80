alter table counters drop constraint counters_key_key;
create index counters_key_idx on counters (key);
