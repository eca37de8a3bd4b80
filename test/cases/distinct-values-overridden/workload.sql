-- name: visits.ofGuest
select place from visits where guest_id = 77;
-- name: visits.byId
select place from visits where id = 77;
