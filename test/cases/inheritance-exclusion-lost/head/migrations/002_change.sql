alter table sales_2 drop constraint sales_2_year;
