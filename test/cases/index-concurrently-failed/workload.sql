-- name: guests.byEmail
select room from guests where email = 'g77@example.org';
-- name: guests.byId
select room from guests where id = 7;
