-- name: parcels.openOfCode
select id from open_parcels where code = 'P77'::text;
-- name: parcels.openOfDepot
select id, code from open_parcels where depot = 12;
-- name: parcels.byId
select note from parcels where id = 12;
