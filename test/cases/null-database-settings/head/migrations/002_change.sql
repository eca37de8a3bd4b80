create table devices (id integer primary key);
