-- +goose Up
alter table customers rename to people;
create view customers as select * from people;
