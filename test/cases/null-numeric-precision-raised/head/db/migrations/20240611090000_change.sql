-- migrate:up
drop view open_orders;
alter table orders alter column total type numeric(14, 2);
create view open_orders as select id, customer_id, total from orders where state = 'open';

-- migrate:down
