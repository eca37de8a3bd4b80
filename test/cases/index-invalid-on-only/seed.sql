insert into logs select g, g * 7919 % 700, date '2024-01-01' + g % 55, repeat('l', 80) from generate_series(1, 40000) as g;
