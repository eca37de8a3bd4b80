insert into accounts select g, 'owner ' || g from generate_series(1, 2000) as g;
insert into entries (account_id, amount, memo) select g * 7919 % 2000 + 1, g % 77, repeat('m', 80) from generate_series(1, 60000) as g;
