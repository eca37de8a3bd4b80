create table categories (id bigint primary key, label text not null);
create table suppliers (id int primary key, label text not null);
create table products (id bigint primary key, category_id bigint not null, supplier_id bigint not null);
create index on products (category_id);
insert into categories select i, 'c' || i from generate_series(1, 20) i;
insert into suppliers select i, 's' || i from generate_series(1, 20) i;
insert into products select i, 1 + i % 20, 1 + i % 20 from generate_series(1, 500) i;

-- name: products.add
insert into products (id, category_id, supplier_id) values (1000, 7, 7);
-- name: products.ofCategory
select id from products where category_id = 7;
