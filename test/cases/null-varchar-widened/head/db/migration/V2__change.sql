alter table customers alter column email type varchar(255);
