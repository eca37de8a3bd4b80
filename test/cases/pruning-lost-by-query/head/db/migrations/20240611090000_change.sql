-- migrate:up
create index events_id_idx on events (id);

-- migrate:down
