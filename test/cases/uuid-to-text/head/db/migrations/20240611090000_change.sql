-- migrate:up
alter table devices alter column id type text;

-- migrate:down
