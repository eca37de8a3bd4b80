-- name: invoices.insert
insert into invoices (id) values (500000);
-- name: invoices.byId
select number from invoices where id = 5;
