-- name: sales.insert
insert into sales (shop_id, day, amount, memo) values (3, '2024-05-05', 10, 'x');
-- name: sales.byId
select amount from sales where id = 12;
