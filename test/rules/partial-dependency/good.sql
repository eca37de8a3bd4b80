create table products (product_id int primary key, product_title text not null);
create table order_items (order_id int, product_id int references products, quantity int not null check (quantity > 0),
  primary key (order_id, product_id));
create index on order_items (product_id);
insert into products select i, 'product ' || i from generate_series(0, 39) i;
insert into order_items select i / 5, i % 40, 1 + i % 7 from generate_series(1, 2000) i;

-- name: items.ofOrder
select quantity from order_items where order_id = 7;
