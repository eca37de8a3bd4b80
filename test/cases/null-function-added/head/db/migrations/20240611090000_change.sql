-- migrate:up
create function order_total(customer integer) returns numeric language sql stable as $$
  select sum(total) from orders where customer_id = customer;
$$;

-- migrate:down
