create table payments (id int primary key, currency char(3) not null, amount money not null, payload json not null);

-- name: payments.byId
select amount from payments where id = 7;
