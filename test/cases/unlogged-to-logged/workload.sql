-- name: cache.refresh
update cache set value = 'new' where key between 5000 and 15000;
-- name: cache.get
select value from cache where key = 7;
