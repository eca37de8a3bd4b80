create table devices (id integer primary key);
alter role current_user reset work_mem;
create table places (id integer primary key);
