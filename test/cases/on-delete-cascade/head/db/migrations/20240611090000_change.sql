-- migrate:up
alter table orders add foreign key (customer_id) references customers (id) on delete cascade;
alter table lines add foreign key (order_id) references orders (id) on delete cascade;

-- migrate:down
