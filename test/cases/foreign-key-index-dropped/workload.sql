-- name: teams.delete
delete from teams where id = 1950;
-- name: teams.byId
select * from teams where id = 7;
