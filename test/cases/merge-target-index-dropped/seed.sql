insert into stock (sku, quantity, place) select 'sku-' || g, 0, repeat('p', 80) from generate_series(1, 30000) as g;
