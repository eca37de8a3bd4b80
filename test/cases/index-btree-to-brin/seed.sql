insert into payments (booked_on, amount, reference) select date '2020-01-01' + (g * 7919 % 1500), g % 900, repeat('r', 60) from generate_series(1, 50000) as g;
