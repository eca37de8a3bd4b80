create table trips (id serial primary key, driver_id integer not null, car_id integer not null, route text not null);
create index trips_driver_car_idx on trips (driver_id, car_id);
create index trips_car_driver_idx on trips (car_id, driver_id);
