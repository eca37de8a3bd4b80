-- +goose Up
alter table cache set logged;
