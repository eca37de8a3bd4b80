create table visits (id int primary key, seen_at timestamp not null, page text not null);
create index on visits (seen_at);
insert into visits select i, timestamp '2026-01-01' + i * interval '10 minutes', repeat('p', 100) from generate_series(1, 20000) i;

-- name: visits.ofDay
select * from visits where seen_at >= '2026-02-10' and seen_at < '2026-02-11';
-- name: visits.perHour
select page from visits where seen_at >= '2026-02-10 11:00' and seen_at < '2026-02-10 12:00';
-- name: visits.onDay
select id from visits where seen_at >= '2026-03-11' and seen_at < '2026-03-12';
-- name: visits.early
select id from visits where seen_at >= '2026-01-05' and seen_at < '2026-01-12';
