create table samples (at timestamptz not null, value text);
create index samples_at_idx on samples using brin (at) with (pages_per_range = 4);
