create table addresses (id int primary key, quantity int not null, price int not null, note text not null);
create index on addresses ((quantity * price));
insert into addresses select i, 2, 50, repeat('n', 200) from generate_series(1, 20000) i;

-- name: addresses.dear
select note, count(*) from addresses where quantity * price = 100 group by note;
