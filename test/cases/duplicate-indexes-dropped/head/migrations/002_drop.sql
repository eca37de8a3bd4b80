drop index orders_customer_again_idx;
alter table orders add column extra integer;
drop index orders_customer_idx;
