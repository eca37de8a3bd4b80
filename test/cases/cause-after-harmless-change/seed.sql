insert into codes (code, memo) select 'c' || g, repeat('m', 80) from generate_series(1, 30000) as g;
