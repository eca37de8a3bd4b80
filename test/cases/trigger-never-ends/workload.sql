-- name: sales.insert
insert into sales (amount) values (10);
-- name: sales.byId
select amount from sales where id = 12;
