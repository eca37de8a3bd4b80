create table products (id int primary key, category int not null, price numeric not null, description text not null);
create table categories (category int primary key, products int not null, price numeric not null);
insert into products select i, i % 20, i % 90, repeat('d', 200) from generate_series(1, 20000) i;
insert into categories select category, count(*), avg(price) from products group by category;

-- name: products.statistics
-- calls: 200
select category, products, price from categories;
-- name: products.byId
select description from products where id = 7;
-- name: products.cheap
-- calls: 200
select count(*) from products where price < extract(hour from now());
