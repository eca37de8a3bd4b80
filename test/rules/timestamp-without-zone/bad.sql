create table bookings (id bigint primary key, booked_at timestamp not null, local_time timestamp not null);
-- branch
create table refunds (id bigint primary key, refunded_at timestamp not null);

-- name: bookings.byId
select booked_at from bookings where id = 7;
