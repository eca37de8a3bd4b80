alter table orders rename constraint orders_customer_id_fkey to orders_buyer_fk;
alter trigger audit_log on audit rename to audit_trail;
