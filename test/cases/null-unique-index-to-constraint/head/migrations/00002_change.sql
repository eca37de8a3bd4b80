-- +goose Up
alter table customers add constraint customers_email_unique unique using index customers_email_key;
