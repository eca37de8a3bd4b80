-- name: bookings.overlap
select id from bookings where room = 7 and during && tstzrange('2024-01-05', '2024-01-06');
-- name: bookings.insert
insert into bookings (room, during) values (7, tstzrange('2031-01-05', '2031-01-06'));
