insert into sales (shop_id, day, amount, memo) select g * 7919 % 800, date '2024-01-01' + g % 300, g % 500, repeat('m', 70) from generate_series(1, 50000) as g;
