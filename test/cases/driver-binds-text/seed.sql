insert into parcels (code, place) select md5(g::text)::uuid::text, 'place' from generate_series(1, 2000) as g;
