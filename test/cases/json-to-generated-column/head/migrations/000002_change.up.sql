alter table carts add column customer text generated always as (data ->> 'customer') stored;
create index carts_customer_idx on carts (customer);
