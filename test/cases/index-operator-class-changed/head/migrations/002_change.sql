drop index products_attributes_idx;
create index products_attributes_idx on products using gin (attributes jsonb_path_ops);
