-- +goose Up
create table samples (id serial primary key, a integer not null, b integer not null, c integer not null, d integer not null, e integer not null, f integer not null);
