create table rides (id integer primary key, city integer not null, fare integer not null);
create materialized view fares as select city, sum(fare) as total from rides group by city;
create unique index fares_city_idx on fares (city);
