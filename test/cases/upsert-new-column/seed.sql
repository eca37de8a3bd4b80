insert into prefs select g, 'dark' from generate_series(1, 20000) as g;
