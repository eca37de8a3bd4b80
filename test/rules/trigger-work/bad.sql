create table accounts (id int primary key, balance int not null default 0);
create table bookings (id int primary key, account_id int not null, amount int not null, note text not null);
create function sum_up() returns trigger language plpgsql as $$
begin
  update accounts set balance = (select sum(amount) from bookings where account_id = new.account_id) where id = new.account_id;
  return null;
end $$;
insert into accounts select i from generate_series(1, 20) i;
insert into bookings select i, 1 + i % 20, 5, repeat('n', 200) from generate_series(1, 20000) i;
create trigger sum_up after insert on bookings for each row execute function sum_up();

-- name: bookings.add
insert into bookings values (-1, 7, 5, 'n');
