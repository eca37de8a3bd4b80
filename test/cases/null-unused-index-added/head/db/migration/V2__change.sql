create index customers_name_idx on customers (name) where name is null;
