-- Nobody seems to use this one.
drop index orders_customer_idx;
