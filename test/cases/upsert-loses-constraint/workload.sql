-- name: counters.hit
insert into counters (key, hits) values ('key 9', 1) on conflict (key) do update set hits = counters.hits + 1;
-- name: counters.byKey
select hits from counters where key = 'key 12';
