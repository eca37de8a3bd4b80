alter table orders alter column customer_id set statistics 100;
