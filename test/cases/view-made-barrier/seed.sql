insert into members select g, g % 9 + 1, 'Name ' || g from generate_series(1, 40000) as g;
