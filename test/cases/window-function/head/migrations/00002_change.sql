-- +goose Up
drop index readings_device_idx;
