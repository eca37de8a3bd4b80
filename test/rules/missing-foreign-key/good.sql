create table categories (id bigint primary key, label text not null);
create table products (id bigint primary key, category_id bigint not null);
create index on products (category_id);
insert into categories select i, 'c' || i from generate_series(1, 20) i;
insert into products select i, i % 40 from generate_series(1, 500) i;

-- name: products.add
insert into products (id, category_id) values (1000, 7);
-- name: products.ofCategory
select id from products where category_id = 7;
