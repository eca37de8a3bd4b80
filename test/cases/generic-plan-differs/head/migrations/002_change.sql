drop index items_kind_idx;
create index items_kind_idx on items (kind);
