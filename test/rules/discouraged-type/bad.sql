create table payments (id int primary key, currency char(3) not null, amount money not null, payload json not null, fee double precision, grand_total double precision);

-- name: payments.byId
select amount from payments where id = 7;
