-- +goose Up
comment on table orders is 'What customers bought';
comment on column orders.total is 'Gross, in EUR';
comment on index orders_customer_idx is 'For the account page';
