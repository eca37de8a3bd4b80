create materialized view daily_totals as select created_at::date as day, sum(total) as total from orders group by 1;
create unique index daily_totals_day_key on daily_totals (day);
refresh materialized view daily_totals;
