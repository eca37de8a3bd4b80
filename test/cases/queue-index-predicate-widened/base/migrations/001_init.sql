create table jobs (id bigserial primary key, queue text not null, state text not null, run_at timestamptz not null, payload jsonb not null);
create index jobs_ready_idx on jobs (queue, run_at) where state = 'ready';
