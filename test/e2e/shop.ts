/** A small shop: two tables, three migrations, 20,000 rows, four named statements. */
export const SHOP = {
  'migrations/001_customers.sql': `create table customer (
  id bigint primary key,
  email text not null unique,
  city text not null
);
`,
  'migrations/002_purchases.sql': `create table purchase (
  id bigint primary key,
  customer_id bigint not null references customer (id),
  status text not null,
  note text not null
);
`,
  'migrations/003_indexes.sql': `create index purchase_customer_idx on purchase (customer_id);
`,
  'seed.sql': `insert into customer select i, 'c' || i || '@example.org', 'city ' || i % 20 from generate_series(1, 1000) as i;
insert into purchase select i, 1 + i % 1000, case when i % 500 = 0 then 'open' else 'paid' end, repeat('n', 120)
from generate_series(1, 20000) as i;
`,
  'workload.sql': `-- name: customer.byEmail
select id, city from customer where email = 'c17@example.org';
-- name: purchase.byCustomer
select id, status from purchase where customer_id = 17 order by id;
-- name: purchase.open
select id from purchase where status = 'open';
-- name: purchase.pay
update purchase set status = 'paid' where id = 500;
`,
  'pgverdict.yml': `migrations: { path: migrations }
seed: { files: seed.sql }
workload: { files: workload.sql }
`,
}

/** The same with 400 rows, for runs that end before anybody looks at a plan. */
export const FEW_ROWS = {
  'seed.sql': SHOP['seed.sql']
    .replace('(1, 1000)', '(1, 100)')
    .replace('% 1000', '% 100')
    .replace('(1, 20000)', '(1, 300)'),
}

export const NAMES = ['customer.byEmail', 'purchase.byCustomer', 'purchase.open', 'purchase.pay']

/** Makes `purchase.byCustomer` read the whole table. */
export const DROP_INDEX = { 'migrations/004_tidy.sql': '-- Nobody needs it.\ndrop index purchase_customer_idx;\n' }
