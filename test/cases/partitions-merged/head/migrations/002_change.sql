create table events_all (like events);
insert into events_all select * from events;
drop table events;
alter table events_all rename to events;
