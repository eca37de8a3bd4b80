create table customers (email text primary key, city text not null);
create table orders (id bigint primary key, customer_email text not null references customers on update cascade, total numeric not null);
create index orders_customer_idx on orders (customer_email);
create table reviews (id bigint primary key, reviewer text references customers, stars int not null);
create index reviews_reviewer_idx on reviews (reviewer);
insert into customers select 'customer' || i || '@mail.example', 'city ' || i % 20 from generate_series(1, 1000) i;
insert into orders select i, 'customer' || 1 + i % 1000 || '@mail.example', i % 90 from generate_series(1, 5000) i;
insert into reviews select i, 'customer' || 1 + i % 1000 || '@mail.example', i % 5 from generate_series(1, 2000) i;

-- name: orders.ofCustomer
select id from orders where customer_email = 'customer7@mail.example';
