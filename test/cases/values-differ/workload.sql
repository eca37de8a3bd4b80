-- name: jobs.nextRare
select id from jobs where queue = 'rare' order by run_at desc limit 10;
-- name: jobs.nextMain
select id from jobs where queue = 'main' order by run_at desc limit 10;
