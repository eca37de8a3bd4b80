create table documents (id serial primary key, tenant_id integer not null, labels text[] not null, body text not null);
create index documents_labels_idx on documents using gin (labels);
