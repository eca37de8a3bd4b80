create table orders (
  id bigint generated always as identity primary key,
  customer_id integer not null,
  status text not null,
  total numeric not null,
  created_at timestamptz not null,
  note text not null
);
create index orders_customer_idx on orders (customer_id);
