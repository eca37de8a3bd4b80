insert into north.bills (customer, text) select g % 900, repeat('t', 80) from generate_series(1, 30000) as g;
insert into south.bills (customer, text) select g % 900, repeat('t', 80) from generate_series(1, 30000) as g;
