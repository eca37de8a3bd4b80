-- name: visits.ofDays
select sum(length(note)) from visits where day between '2020-03-01' and '2020-03-20';
-- name: visits.byId
select note from visits where id = 77;
