-- +goose Up
create table shipments (
  id serial primary key,
  order_id bigint not null unique references orders (id),
  sent_at timestamptz
);
create index shipments_sent_idx on shipments (sent_at);
