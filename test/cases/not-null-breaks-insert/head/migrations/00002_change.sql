-- +goose Up
update notes set language = 'en';
alter table notes alter column language set not null;
