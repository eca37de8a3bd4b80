insert into articles (title, body) select 'title ' || g, 'word' || g % 900 || ' common text ' || md5(g::text) from generate_series(1, 15000) as g;
