-- migrate:up
alter table devices add column site text;

-- migrate:down
