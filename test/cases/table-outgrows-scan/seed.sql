insert into meters (household, kwh) select g % 3000, g % 500 from generate_series(1, 50000) as g;
