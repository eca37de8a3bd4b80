insert into labels select g, 'l' || g from generate_series(1, 200) as g;
insert into notes (label_id, body) select g % 190 + 1, repeat('b', 80) from generate_series(1, 30000) as g;
