create table products (id int primary key, category int not null, price numeric not null, description text not null);
create table categories (category int primary key, products int not null, price numeric not null);
insert into products select i, i % 20, i % 90, repeat('d', 200) from generate_series(1, 20000) i;
insert into categories select category, count(*), avg(price) from products group by category;
create table jobs (id int primary key, status text not null, body text not null);
insert into jobs select i, case when i % 1000 = 0 then 'pending' else 'done' end, repeat('b', 200) from generate_series(1, 20000) i;

-- name: jobs.next
-- calls: 200
select id, body from jobs where status = 'pending' order by id limit 30;
-- name: products.statistics
-- calls: 200
select category, products, price from categories;
-- name: products.byId
select description from products where id = 7;
-- name: products.cheap
-- calls: 200
select count(*) from products where price < extract(hour from now());
