create table accounts (id bigint primary key, owner text not null, note text not null);
insert into accounts select i, 'owner', repeat('n', 200) from generate_series(1, 20000) i;
create table imports (id int primary key, account_id bigint not null, code text not null);
insert into imports select i, i, lpad(i::text, 8, '0') from generate_series(1, 200) i;
create table regions (code char(8) primary key, note text not null);
insert into regions select lpad(i::text, 8, '0'), repeat('n', 200) from generate_series(1, 20000) i;

-- name: accounts.byId
select * from accounts where id = 4711;

-- name: accounts.ofImport
select a.note from imports i join accounts a on a.id = i.account_id where i.id = 7;

-- name: regions.byCode
select note from regions where code = '00000007'::char(8);
