insert into parcels (code, depot, note) select 'P' || g, g % 300, repeat('n', 80) from generate_series(1, 20000) as g;
