create table stock (id integer primary key, amount integer not null, seen integer);
create table stock_log (id integer, amount integer);
create function log_stock() returns trigger language plpgsql as $$ begin perform count(*) from stock_log where id = new.id; insert into stock_log values (new.id, new.amount); return new; end $$;
create trigger stock_log after update on stock for each row when (old.amount is distinct from new.amount) execute function log_stock();
