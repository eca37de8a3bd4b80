insert into sales (day, shop, amount) select date '2024-01-01' + g % 300, g % 97, g % 1000 from generate_series(1, 20000) g; refresh materialized view daily;
