insert into members values (7, 'ann'); insert into documents (tenant, title, body) select g % 60, 't' || g, repeat('b', 100) from generate_series(1, 1500) g;
