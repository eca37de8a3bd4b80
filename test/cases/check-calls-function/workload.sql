-- name: products.insert
insert into products values (1, 39999);
-- name: products.byId
select supplier from products where id = 1;
