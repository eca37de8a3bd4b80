create table products (id int primary key, category int not null, price numeric not null, description text not null);
insert into products select i, i % 20, i % 90, repeat('d', 200) from generate_series(1, 20000) i;

-- name: products.dearest
-- calls: 200
select id, category from products where length(description) + price > 288;
-- name: products.byId
select description from products where id = 7;
