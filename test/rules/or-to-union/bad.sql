create table customers (id int primary key, email text not null);
create table orders (id int primary key, customer_id int not null references customers, code text not null, note text not null);
create index on customers (email);
create index on orders (customer_id);
create index on orders (code);
insert into customers select i, 'user' || i || '@mail.example' from generate_series(1, 2000) i;
insert into orders select i, 1 + i % 2000, 'code' || i, repeat('n', 100) from generate_series(1, 20000) i;

-- name: orders.search
select o.id, o.note from orders o join customers c on c.id = o.customer_id
where o.code = 'code77' or c.email = 'user7@mail.example'
order by id;
