create table customers (id bigint primary key);
create table orders (id bigint primary key, customer_id bigint not null references customers);
create index on orders (customer_id);

-- name: orders.ofCustomer
select id from orders where customer_id = 7;
