-- migrate:up
create table events (id bigint not null, user_id integer not null, at timestamptz not null, data text not null) partition by range (at);
create table events_2024_01 partition of events for values from ('2024-01-01') to ('2024-02-01');
create table events_2024_02 partition of events for values from ('2024-02-01') to ('2024-03-01');
create table events_2024_03 partition of events for values from ('2024-03-01') to ('2024-04-01');
create table events_2024_04 partition of events for values from ('2024-04-01') to ('2024-05-01');
create table events_2024_05 partition of events for values from ('2024-05-01') to ('2024-06-01');
create table events_2024_06 partition of events for values from ('2024-06-01') to ('2024-07-01');
create table events_2024_07 partition of events for values from ('2024-07-01') to ('2024-08-01');
create table events_2024_08 partition of events for values from ('2024-08-01') to ('2024-09-01');
create table events_2024_09 partition of events for values from ('2024-09-01') to ('2024-10-01');
create table events_2024_10 partition of events for values from ('2024-10-01') to ('2024-11-01');
create table events_2024_11 partition of events for values from ('2024-11-01') to ('2024-12-01');
create table events_2024_12 partition of events for values from ('2024-12-01') to ('2025-01-01');

-- migrate:down
