-- name: tasks.openOfWorker
select id from tasks where state = 'open' and worker = 10;
-- name: tasks.done
select count(*) from tasks where state = 'done'::task_state;
-- name: tasks.byId
select worker from tasks where id = 100;
