create table customers (id int primary key, name text not null);
create table orders (id int primary key, customer_id int not null references customers, note text not null);
create index on orders (customer_id);
create table notes (id int primary key, answers int references notes, note text not null);
insert into customers select i, 'customer' from generate_series(1, 2000) i;
insert into orders select i, 1 + i % 1000, repeat('n', 100) from generate_series(1, 20000) i;
insert into notes select i, case when i > 1 then 1 + i % 2 end, repeat('n', 100) from generate_series(1, 5000) i;

-- name: customers.remove
delete from customers where id = 1999;
-- name: notes.answer
insert into notes values (0, 7, 'n');
-- name: notes.answers
select note from notes where answers = 7;
