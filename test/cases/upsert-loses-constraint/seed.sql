insert into counters (key, hits) select 'key ' || g, 0 from generate_series(1, 20000) as g;
