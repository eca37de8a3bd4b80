insert into events
select i, (i * 7919) % 4001, timestamp '2024-01-01' + i * interval '1 minute', repeat('p', 60) from generate_series(1, 40000) i;
