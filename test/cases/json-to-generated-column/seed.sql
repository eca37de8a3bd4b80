insert into carts (data) select jsonb_build_object('customer', 'c' || g % 900, 'items', repeat('i', 60)) from generate_series(1, 25000) as g;
