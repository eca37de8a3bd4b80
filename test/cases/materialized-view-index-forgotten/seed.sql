insert into hits (page, text) select g % 20000, repeat('t', 60) from generate_series(1, 40000) as g;
refresh materialized view page_hits;
