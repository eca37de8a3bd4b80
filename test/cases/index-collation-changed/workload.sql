-- name: cities.byName
select * from cities where name = 'city c4ca4238a0b923820dcc509a6f75849b';
-- name: cities.byId
select * from cities where id = 5;
