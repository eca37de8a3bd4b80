insert into visits (page, visited_at) select 'page ' || g % 300 || repeat('p', 50), timestamp '2024-01-01' + g * interval '2 minutes' from generate_series(1, 50000) as g;
