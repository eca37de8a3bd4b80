create index orders_state_idx on orders (state) where state = 'open';
create view open_orders as select id, customer_id, total from orders where state = 'open';
