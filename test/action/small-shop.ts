/** The shop with so little in it that a run takes seconds, and so much that a scan is worse than an index. */
export const SMALL_SHOP = {
  'seed.sql': `insert into customer select i, 'c' || i || '@example.org', 'city' from generate_series(1, 400) as i;
insert into purchase select i, 1 + i % 400, 'paid', repeat('n', 120) from generate_series(1, 12000) as i;
`,
  'workload.sql': `-- name: purchase.byCustomer
select id, status from purchase where customer_id = 17;
`,
}
