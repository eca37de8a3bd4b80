set search_path to south;
drop index bills_customer_idx;
