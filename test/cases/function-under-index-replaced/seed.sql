insert into people select g, 'Na Me ' || g % 2000, 'Ni Ck ' || g from generate_series(1, 8000) as g;
