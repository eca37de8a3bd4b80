-- migrate:up
grant select on orders, customers to reporting;
alter default privileges grant select on tables to reporting;

-- migrate:down
