create table payments (id int primary key, customer_id int not null, amount int not null, note text not null);
create index on payments (customer_id);
insert into payments select i, i % 2000, i % 700, repeat('n', 250) from generate_series(1, 20000) i;

-- name: payments.runningTotal
with totals as not materialized (
  select id, customer_id, amount, sum(amount) over (partition by customer_id order by id) as total from payments
)
select id, total from totals where customer_id = 7;
