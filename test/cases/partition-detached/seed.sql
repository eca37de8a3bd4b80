insert into events select g, date '2023-01-01' + g % 700, repeat('n', 80) from generate_series(1, 20000) g;
