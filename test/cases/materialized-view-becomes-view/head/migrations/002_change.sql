drop materialized view fares;
create view fares as select city, sum(fare) as total from rides group by city;
