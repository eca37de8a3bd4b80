-- name: trips.ofDriverAndCar
select id from trips where driver_id = 12 and car_id = 40;
-- name: trips.byId
select route from trips where id = 8;
