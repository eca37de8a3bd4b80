create type job_state as enum ('ready', 'running', 'done');
drop index jobs_ready_idx;
alter table jobs alter column state type job_state using state::job_state;
create index jobs_ready_idx on jobs (queue, run_at) where state <> 'done';
