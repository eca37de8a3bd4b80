-- name: assets.byId
select name from assets where id = 77;
-- name: assets.ofTenant
select count(*) from assets where name like 'x%';
