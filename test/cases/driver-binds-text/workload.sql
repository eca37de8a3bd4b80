prepare of_code (text) as select place from parcels where code = $1;
-- name: parcels.ofCode
execute of_code('c4ca4238-a0b9-2382-0dcc-509a6f75849b');
-- name: parcels.byId
select place from parcels where id = 7;
