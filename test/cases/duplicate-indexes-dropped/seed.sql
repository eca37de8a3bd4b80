insert into orders (customer_id, note) select g % 900, repeat('n', 80) from generate_series(1, 20000) g;
