create table products (id int primary key);
create table product_attributes (product_id int references products, attribute_name text, value text,
  primary key (product_id, attribute_name));
create table client_settings (client_id int references products, name text, value text, primary key (client_id, name));

-- name: products.byId
select * from products where id = 7;
