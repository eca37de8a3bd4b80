-- Tenant 7 has the oldest messages only.
insert into messages (tenant_id, created_at, body)
select case when g <= 3000 then 7 else 100 + g % 20 end, timestamptz '2024-01-01' + g * interval '1 minute', repeat('b', 60)
from generate_series(1, 60000) as g order by g * 7919 % 60013;
