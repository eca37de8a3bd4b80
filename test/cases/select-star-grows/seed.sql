insert into profiles select g, g / 100, repeat('n', 60) from generate_series(1, 20000) as g;
