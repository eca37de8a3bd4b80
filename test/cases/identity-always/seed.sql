insert into events (name) values ('a');
