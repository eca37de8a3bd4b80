-- name: visits.ofDay
select count(*) from visits where visited_at::date = date '2024-01-20';
-- name: visits.ofPage
select max(visited_at) from visits where page = 'page 7';
