create table products (id int primary key, colour text, weight_grams int, attributes jsonb);

-- name: products.byId
select * from products where id = 7;
