insert into ev select i, '2024-01-01'::date + i % 58, i % 3000 from generate_series(1, 60000) i;
