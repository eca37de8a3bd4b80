-- +goose Up
create index users_email_lower_idx on users (lower(email));
drop index users_email_idx;
