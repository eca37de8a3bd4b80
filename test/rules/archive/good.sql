create table events (id int primary key, device_id int not null, at timestamptz not null, body text not null);
create table notes (id int primary key, event_id int not null references events);
insert into events select i, i % 40, timestamptz '2026-06-01' - i * interval '1 hour', repeat('b', 200) from generate_series(1, 10000) i;
insert into notes select i, i from generate_series(1, 100) i;
create index on events (at);
create index on events (device_id, at);
create index on notes (event_id);
-- target: size = 40GB

-- name: events.perDevice
-- calls: 20
select device_id, count(*) from events where at >= timestamptz '2026-05-01' group by device_id;
-- name: events.ofToday
-- calls: 20
select body from events where device_id = 7 and at > timestamptz '2026-06-01' - interval '1 day';
-- name: events.latest
-- calls: 20
select body from events where device_id = 7 order by at desc limit 10;
-- name: events.byId
-- calls: 20
select body from events where id = 7;
-- name: events.ofDevice
select count(*) from events where device_id = 7;
