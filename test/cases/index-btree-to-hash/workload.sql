-- name: readings.ofHour
select avg(value) from readings where taken_at >= '2024-03-05 10:00+00' and taken_at < '2024-03-05 11:00+00';
-- name: readings.at
select * from readings where taken_at = '2024-03-05 10:00+00';
