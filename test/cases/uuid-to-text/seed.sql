insert into devices select md5(g::text)::uuid, 'device ' || g from generate_series(1, 500) as g;
insert into signals (device_id, level) select md5((g % 500 + 1)::text)::uuid, g % 9 from generate_series(1, 20000) as g;
