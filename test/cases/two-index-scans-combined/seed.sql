insert into leads (region, stage, note) select g * 7919 % 40, g / 40 % 41, repeat('n', 200) from generate_series(1, 60000) as g;
