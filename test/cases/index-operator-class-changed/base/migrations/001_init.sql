create table products (id serial primary key, name text not null, attributes jsonb not null);
create index products_attributes_idx on products using gin (attributes);
