-- name: teams.grouped
select id, name, city from teams group by id;
-- name: teams.byId
select name from teams where id = 1;
