create table visits (id serial primary key, guest_id integer not null, place text not null);
create index visits_guest_idx on visits (guest_id);
