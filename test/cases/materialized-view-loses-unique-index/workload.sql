-- name: daily.byShop
select amount from daily where day = '2024-03-03' and shop = 7;
-- name: daily.refresh
refresh materialized view concurrently daily;
