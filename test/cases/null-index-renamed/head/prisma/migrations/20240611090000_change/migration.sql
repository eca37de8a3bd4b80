alter index orders_customer_idx rename to ix_orders_customer_id_created_at;
alter index customers_pkey rename to pk_customers;
