-- name: invoices.ofAccount
select id, total from invoices where account_id = 77;
-- name: invoices.byId
select note from invoices where id = 7;
