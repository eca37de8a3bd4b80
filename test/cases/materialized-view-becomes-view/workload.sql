-- name: fares.ofCity
select total from fares where city = 5;
-- name: rides.byId
select fare from rides where id = 5;
