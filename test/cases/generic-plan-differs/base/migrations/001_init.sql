create table items (id integer primary key, kind integer not null, note text);
create index items_kind_idx on items (kind, id);
