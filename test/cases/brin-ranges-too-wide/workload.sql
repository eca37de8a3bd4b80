-- name: samples.ofHour
select count(value) from samples where at between '2024-01-10 10:00' and '2024-01-10 11:00';
-- name: samples.count
select count(*) from samples;
