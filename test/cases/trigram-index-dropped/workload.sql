-- name: artists.search
select id, name from artists where name like '%4cd1f7%';
-- name: artists.byId
select bio from artists where id = 7;
