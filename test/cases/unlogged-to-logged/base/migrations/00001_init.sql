-- +goose Up
create unlogged table cache (key integer primary key, value text not null);
