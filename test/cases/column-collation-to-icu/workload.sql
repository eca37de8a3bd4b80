-- name: cities.beginning
select id from cities where name like 'ab12%';
-- name: cities.byName
select country from cities where name = 'c4ca4238a0b923820dcc509a6f75849b';
-- name: cities.byId
select name from cities where id = 4;
