drop index samples_at_idx;
create index samples_at_idx on samples using brin (at) with (pages_per_range = 2000);
