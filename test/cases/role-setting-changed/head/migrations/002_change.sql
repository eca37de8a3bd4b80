create table shop.devices (id integer primary key);
alter role current_user set work_mem = '64kB';
