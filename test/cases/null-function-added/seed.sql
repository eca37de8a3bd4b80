insert into customers (id, email, name) select g, 'c' || g || '@example.org', repeat('n', 40) from generate_series(1, 3000) as g;
insert into orders (id, customer_id, state, total, created_at, note)
select g, g * 7919 % 3000 + 1, case when g % 20 = 0 then 'open' else 'paid' end::order_state, g % 500,
  timestamptz '2024-01-01' + g * interval '1 minute', repeat('n', 60)
from generate_series(1, 30000) as g;
select setval('customers_id_seq', 3000), setval('orders_id_seq', 30000);
