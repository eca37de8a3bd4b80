-- +goose Up
alter table orders alter column state set default 'paid', alter column note set default '';
