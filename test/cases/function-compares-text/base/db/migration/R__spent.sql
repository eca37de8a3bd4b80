create or replace function customer_spent(cid bigint) returns bigint language sql stable
as $$ select coalesce(sum(total), 0) from orders where customer_id = cid $$;
