insert into products (name, attributes)
select 'product ' || g, jsonb_build_object('size', g % 40, 'k' || g % 300, 1, 'text', repeat('a', 60)) from generate_series(1, 20000) as g;
