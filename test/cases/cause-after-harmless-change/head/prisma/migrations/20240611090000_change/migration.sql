alter table codes alter column code type text;
create table code_groups (id serial primary key);
drop index codes_code_idx;
