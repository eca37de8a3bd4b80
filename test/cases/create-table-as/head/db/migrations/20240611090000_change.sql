-- migrate:up
drop index readings_device_idx;

-- migrate:down
