insert into nodes select g, nullif(g / 8, 0), repeat('l', 80) from generate_series(1, 30000) as g;
