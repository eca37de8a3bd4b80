insert into invoices (account_id, total, note) select g * 7919 % 3000, g % 500, repeat('n', 60) from generate_series(1, 40000) as g;
