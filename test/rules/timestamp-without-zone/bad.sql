create table bookings (id int primary key, booked_at timestamp not null, local_time timestamp not null);

-- name: bookings.byId
select booked_at from bookings where id = 7;
