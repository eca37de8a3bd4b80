-- name: tasks.ofProject
select id, title from tasks where project_id = 45;
-- name: tasks.byId
select title from tasks where id = 7;
