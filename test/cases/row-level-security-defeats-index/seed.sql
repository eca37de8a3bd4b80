insert into documents (tenant_id, labels, body) select g % 4, array['l' || g % 400, 'all'], repeat('b', 90) from generate_series(1, 30000) as g;
