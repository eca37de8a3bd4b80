create table events (id int not null, at date not null) partition by range (at);
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01');
-- branch
create index events_at_idx on only events (at);
create index events_2026_at_idx on events_2026 (at);
create index events_2027_at_idx on events_2027 (at);
alter index events_at_idx attach partition events_2026_at_idx;
alter index events_at_idx attach partition events_2027_at_idx;

-- name: events.ofDay
select * from events where at = '2026-02-01';
