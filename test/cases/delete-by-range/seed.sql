insert into sessions (expires_at, token) select timestamptz '2024-01-01' + g * interval '1 minute', repeat('t', 80) from generate_series(1, 40000) as g;
