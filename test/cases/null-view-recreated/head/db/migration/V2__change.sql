drop view open_orders;
create view open_orders (id, customer_id, total) as
  select orders.id, orders.customer_id, orders.total from orders where orders.state = 'open'::order_state;
