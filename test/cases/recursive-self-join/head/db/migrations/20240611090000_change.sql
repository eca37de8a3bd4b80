-- migrate:up
drop index nodes_parent_idx;

-- migrate:down
