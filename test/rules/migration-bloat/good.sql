create table invoices (id int primary key, number text not null, amount numeric not null);
insert into invoices select i, 'N' || i, i from generate_series(1, 20000) i;
create index on invoices (number);
-- branch
alter table invoices add column currency text not null default 'EUR';
update invoices set amount = 1 where id < 100;

-- name: invoices.byNumber
select * from invoices where number = 'N500';
