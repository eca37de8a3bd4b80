insert into assets select g, g % 70, repeat('n', 90) from generate_series(1, 30000) as g;
