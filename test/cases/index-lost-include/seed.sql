insert into invoices (customer_id, amount, memo) select g * 7919 % 60, g % 900, repeat('m', 100) from generate_series(1, 40000) as g;
