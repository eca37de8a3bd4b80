-- target: size = 40GB
create table invoices (id int primary key, number text not null, amount numeric not null);
insert into invoices select i, 'N' || i, i from generate_series(1, 20000) i;
create index on invoices (number);
-- branch
alter table invoices add column currency text;
update invoices set currency = 'EUR';

-- name: invoices.byNumber
select * from invoices where number = 'N500';
