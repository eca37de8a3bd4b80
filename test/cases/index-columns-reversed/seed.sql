insert into events (account_id, kind, occurred_at, payload)
select g * 7919 % 1000, 'k' || g % 7, timestamptz '2024-01-01' + g * interval '1 minute', repeat('p', 80) from generate_series(1, 60000) as g;
