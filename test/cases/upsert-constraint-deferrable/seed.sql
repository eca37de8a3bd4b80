insert into settings values ('a', 1);
