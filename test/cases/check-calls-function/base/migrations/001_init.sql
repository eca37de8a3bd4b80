create table products (id integer primary key, supplier integer);
create table suppliers (code integer, name text not null);
create function is_supplier(wanted integer) returns boolean language sql stable as $$ select exists (select from suppliers where code = wanted) $$;
