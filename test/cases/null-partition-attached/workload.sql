-- name: ev.day
select count(*) from ev where at = '2024-01-10';
-- name: ev.k
select count(*) from ev where k = 7;
-- name: ev.insert
insert into ev values (1, '2024-02-10', 3);
-- name: ev.month
select sum(k) from ev where at >= '2024-02-01' and at < '2024-03-01';
