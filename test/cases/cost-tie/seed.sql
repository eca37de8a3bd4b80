insert into trips (driver_id, car_id, route) select g % 199, g * 7919 % 211, repeat('r', 80) from generate_series(1, 40000) as g;
