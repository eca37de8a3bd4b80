-- name: tickets.ofEvent
select seat from open_tickets() where event = 500;
-- name: tickets.byId
select seat from tickets where id = 500;
