insert into stock (sku, quantity, place) select 'sku-' || g, g % 90, repeat('p', 80) from generate_series(1, 30000) as g;
