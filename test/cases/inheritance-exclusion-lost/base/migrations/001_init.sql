create table sales (year integer not null, amount integer not null, note text);
create table sales_1 (check (year = 1)) inherits (sales);
create table sales_2 (constraint sales_2_year check (year = 2)) inherits (sales);
