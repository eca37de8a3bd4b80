insert into rides select g, g % 100, g from generate_series(1, 40000) as g;
refresh materialized view fares;
