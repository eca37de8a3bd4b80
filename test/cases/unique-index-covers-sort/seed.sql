insert into songs (title, plays) select 'Song ' || md5(g::text) || repeat('s', 40), g % 900 from generate_series(1, 30000) as g;
