-- +goose Up
alter table parcels alter column carrier_no type text;
