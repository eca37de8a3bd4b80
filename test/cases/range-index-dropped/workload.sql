-- name: bookings.during
select id, guest from bookings where during && tstzrange('2024-03-01 10:00+00', '2024-03-01 12:00+00');
-- name: bookings.byId
select guest from bookings where id = 44;
