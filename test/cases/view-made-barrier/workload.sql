-- name: members.find
select id from active_members where lower(name) = 'name 77';
-- name: members.byId
select name from active_members where id = 77;
