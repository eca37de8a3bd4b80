create table employees (id serial primary key, manager_id integer, name text not null);
create index employees_manager_idx on employees (manager_id);
create index employees_name_idx on employees (name);
