insert into "Größe_日本" select g, md5(g::text), g % 900 from generate_series(1, 40000) as g;
