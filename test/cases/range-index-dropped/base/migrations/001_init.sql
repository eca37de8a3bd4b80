create table bookings (id serial primary key, room_id integer not null, during tstzrange not null, guest text not null);
create index bookings_during_idx on bookings using gist (during);
