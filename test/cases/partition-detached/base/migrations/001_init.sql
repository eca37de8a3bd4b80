create table events (id bigint not null, at date not null, note text not null, primary key (id, at)) partition by range (at);
create table events_2023 partition of events for values from ('2023-01-01') to ('2024-01-01');
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create index events_at_idx on events (at);
