create table documents (id integer primary key, owner integer not null, title text not null, version integer not null default 1);
create index documents_owner_idx on documents (owner);
