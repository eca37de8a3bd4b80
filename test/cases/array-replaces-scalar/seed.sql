insert into photos (tag, file) select 'tag' || g % 300, 'file ' || g from generate_series(1, 20000) as g;
