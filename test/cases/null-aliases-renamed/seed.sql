insert into notes (author_id, title, body, created_at) select g * 7919 % 900, 'title ' || g, repeat('b', 80), timestamptz '2024-01-01' + g * interval '1 minute' from generate_series(1, 45000) as g;
