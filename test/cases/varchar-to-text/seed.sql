insert into coupons (code, note) select 'CODE-' || g, repeat('n', 80) from generate_series(1, 30000) as g;
