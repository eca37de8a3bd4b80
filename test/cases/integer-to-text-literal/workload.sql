-- name: parcels.byNumber
select * from parcels where carrier_no = 4711;
-- name: parcels.byText
select weight from parcels where carrier_no = '4711';
