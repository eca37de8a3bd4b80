create table invoices (id serial primary key, customer_id integer not null, amount integer not null, memo text not null);
create index invoices_customer_idx on invoices (customer_id) include (amount);
