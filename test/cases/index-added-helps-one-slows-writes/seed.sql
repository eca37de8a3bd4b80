insert into orders (customer_id, status, total, created_at, note)
select g * 7919 % 500, (array['open', 'paid', 'sent', 'done'])[g % 4 + 1], g % 900, timestamptz '2024-01-01' + g * interval '3 minutes', repeat('n', 60)
from generate_series(1, 40000) as g;
