-- +goose Up
create table users (id serial primary key, email text not null, name text not null);
create index users_email_idx on users (email);
