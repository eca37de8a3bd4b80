create function fee(amount integer) returns integer language sql immutable as $$ select amount / 10 $$;
create table payments (id integer primary key, amount integer not null);
