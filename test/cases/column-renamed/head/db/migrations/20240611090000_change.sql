-- migrate:up
alter table notes rename column title to headline;

-- migrate:down
