create extension btree_gist;
create table bookings (id int primary key, room_id int not null, during tstzrange not null, is_cancelled boolean not null default false, note text not null,
  exclude using gist (room_id with =, during with &&) where (not is_cancelled));
insert into bookings
select i, 1 + i % 50, tstzrange(timestamptz '2026-01-01' + i / 50 * interval '1 day', timestamptz '2026-01-01' + (i / 50 + 1) * interval '1 day'),
  false, repeat('n', 80)
from generate_series(1, 10000) i;
-- One that overlaps, and no longer counts.
insert into bookings select 0, 7, tstzrange('2026-02-01', '2026-02-05'), true, 'n';

-- name: bookings.clash
select id from bookings where room_id = 7 and during && tstzrange('2026-02-01', '2026-02-03') and not is_cancelled;
