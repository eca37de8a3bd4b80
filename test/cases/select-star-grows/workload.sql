-- name: profiles.ofTeam
select * from profiles where team = 5;
-- name: profiles.namesOfTeam
select id, name from profiles where team = 5;
