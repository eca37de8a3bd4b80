drop index invoices_customer_idx;
create index invoices_customer_idx on invoices (customer_id);
