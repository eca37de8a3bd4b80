create table products (id int primary key, category int not null, price numeric not null, description text not null);
insert into products select i, i % 20, i % 90, repeat('d', 200) from generate_series(1, 20000) i;

-- name: products.statistics
-- calls: 200
select category, count(distinct price) from products group by category;
-- name: products.byId
select description from products where id = 7;
