-- migrate:up
create table nodes (id integer primary key, parent_id integer, label text not null);
create index nodes_parent_idx on nodes (parent_id);

-- migrate:down
