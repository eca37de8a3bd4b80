create table invoices (id integer primary key, number integer);
create function next_number() returns integer language sql as $$ select coalesce(max(number), 0) + 1 from invoices $$;
