-- name: leads.ofRegionAndStage
select id from leads where region = 7 and stage = 13;
-- name: leads.byId
select note from leads where id = 7;
