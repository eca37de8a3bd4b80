create table readings (id serial primary key, sensor integer not null, taken_at timestamptz not null, value real not null, raw text not null);
create index readings_taken_idx on readings (taken_at);
