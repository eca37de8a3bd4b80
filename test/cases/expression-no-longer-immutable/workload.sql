-- name: shipments.ofZone
select note from shipments where zone = zone_of('abcde');
-- name: shipments.byId
select note from shipments where id = 7;
