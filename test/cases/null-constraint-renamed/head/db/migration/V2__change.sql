alter table orders rename constraint orders_customer_fkey to fk_orders_customers;
alter table orders rename constraint orders_pkey to pk_orders;
