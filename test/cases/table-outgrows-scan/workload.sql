-- name: meters.total
select sum(kwh) from meters;
-- name: meters.byId
select kwh from meters where id = 4;
