insert into assets select g, g % 70, repeat('n', 90) from generate_series(1, 70000) as g;
