drop index readings_taken_idx;
create index readings_taken_idx on readings using hash (taken_at);
