insert into customers (email, name) select 'u' || i || '@x.test', 'n' || i from generate_series(1, 5000) i;
insert into orders (customer_id, status, total, created_at, data) select 1 + i % 5000, case when i % 50 = 0 then 'open' else 'done' end, i % 1000, '2024-01-01'::timestamptz + i * interval '1 minute', jsonb_build_object('k', i % 700, 'tag', 't' || i % 90) from generate_series(1, 60000) i;
insert into files (name) select 'f' || i from generate_series(1, 3000) i;
insert into codes select 'c' || i, 'l' from generate_series(1, 8000) i;
insert into tenants select i % 10, i from generate_series(1, 5000) i;
insert into items select i, (1 + i % 5000) % 10, 1 + i % 5000 from generate_series(1, 60000) i where i % 5000 <> 7;
