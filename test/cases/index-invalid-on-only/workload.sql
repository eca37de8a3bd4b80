-- name: logs.ofHost
select logged_on, line from logs where host = 55;
-- name: logs.countOfDay
select count(*) from logs where logged_on = '2024-02-03';
