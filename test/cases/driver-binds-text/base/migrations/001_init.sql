create table parcels (id serial primary key, code text not null, place text not null);
create index parcels_code_idx on parcels (code);
