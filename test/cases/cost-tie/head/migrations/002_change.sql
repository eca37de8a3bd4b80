drop index trips_car_driver_idx;
