-- +goose Up
create index readings_value_idx on readings (value) where value = 99;
