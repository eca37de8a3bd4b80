-- migrate:up
create table events (id bigint not null, customer_id integer not null, at timestamptz not null, data text not null) partition by range (at);
create table events_2024_01 partition of events for values from ('2024-01-01') to ('2024-02-01');
create table events_2024_02 partition of events for values from ('2024-02-01') to ('2024-03-01');
create table events_2024_03 partition of events for values from ('2024-03-01') to ('2024-04-01');
create table events_2024_04 partition of events for values from ('2024-04-01') to ('2024-05-01');

-- migrate:down
drop table events;
