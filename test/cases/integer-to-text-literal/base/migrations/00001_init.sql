-- +goose Up
create table parcels (id serial primary key, carrier_no integer not null, weight integer not null);
create index parcels_carrier_idx on parcels (carrier_no);
