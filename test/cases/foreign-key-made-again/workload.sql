-- name: teams.delete
delete from teams where id = 1950;
-- name: teams.byId
select * from teams where id = 7;
-- name: members.byId
select * from members where id = 7;
