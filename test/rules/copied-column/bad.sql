create table customers (id int primary key, email text not null);
create table invoices (id int primary key, customer_id int not null references customers, customer_email text not null);
create index on invoices (customer_id);
insert into customers select i, 'u' || i || '@mail.example' from generate_series(1, 100) i;
insert into invoices select i, 1 + i % 100, 'u' || 1 + i % 100 || '@mail.example' from generate_series(1, 1000) i;

-- name: invoices.ofCustomer
select id from invoices where customer_id = 7;
