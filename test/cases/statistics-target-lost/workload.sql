-- name: jobs.stuck
select id from jobs where state = 'stuck' order by id desc limit 10;
-- name: jobs.byId
select payload from jobs where id = 77;
