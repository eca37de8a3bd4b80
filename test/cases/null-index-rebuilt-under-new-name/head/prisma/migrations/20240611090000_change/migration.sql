create index orders_customer_created_idx on orders (customer_id, created_at);
drop index orders_customer_idx;
