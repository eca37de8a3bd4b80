insert into samples (a, b, c, d, e, f) select g, g * 31 % 999, g * 37 % 998, g % 7, g % 77, g % 777 from generate_series(1, 30000) as g;
