-- name: jobs.take
with next as (select id from jobs where queue = 'q0' and state = 'ready' and run_at <= '2024-06-01' order by run_at limit 5 for update skip locked) update jobs j set state = 'running' from next where j.id = next.id returning j.id, j.payload;
-- name: jobs.peek
select id from jobs where queue = 'q0' and state = 'ready' order by run_at limit 1 for update skip locked;
-- name: jobs.lock
select pg_try_advisory_xact_lock(hashtext('q0'));
-- name: jobs.notify
notify jobs, 'q0';
-- name: jobs.listen
listen jobs;
