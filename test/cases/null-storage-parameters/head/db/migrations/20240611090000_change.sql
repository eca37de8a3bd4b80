-- migrate:up
alter table orders set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
alter table customers set (autovacuum_enabled = true);

-- migrate:down
