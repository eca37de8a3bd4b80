-- name: tickets.ofAssignee
select id, title from tickets where assignee_id = 33;
-- name: tickets.openOfAssignee
select id, title from tickets where assignee_id = 33 and state = 'open';
