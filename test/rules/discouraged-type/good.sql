create table payments (id int primary key, currency text not null check (length(currency) = 3), amount numeric(12, 2) not null,
  payload jsonb not null, fee_ratio double precision, totality double precision);

-- name: payments.byId
select amount from payments where id = 7;
