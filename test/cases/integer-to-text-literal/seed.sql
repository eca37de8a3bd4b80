insert into parcels (carrier_no, weight) select g, g % 90 from generate_series(1, 20000) as g;
