-- migrate:up
create table events_by_customer (like events) partition by hash (customer_id);
create table events_0 partition of events_by_customer for values with (modulus 4, remainder 0);
create table events_1 partition of events_by_customer for values with (modulus 4, remainder 1);
create table events_2 partition of events_by_customer for values with (modulus 4, remainder 2);
create table events_3 partition of events_by_customer for values with (modulus 4, remainder 3);
insert into events_by_customer select * from events;
drop table events;
alter table events_by_customer rename to events;

-- migrate:down
