insert into sales (amount) select g % 500 from generate_series(1, 2000) as g;
