insert into jobs (queue, run_at, payload)
select case when g <= 2500 then 'rare' else 'main' end, timestamptz '2024-01-01' + g * interval '1 minute', repeat('b', 60)
from generate_series(1, 60000) as g order by g * 7919 % 60013;
