-- +goose Up
create table meters (id serial primary key, household integer not null, kwh integer not null);
