-- name: visits.since
select count(*) from visits where visited_at >= '2024-03-10';
-- name: visits.byId
select * from visits where id = 3;
