create table customers (id bigint generated always as identity primary key, email text not null, name text);
create table orders (id bigint generated always as identity primary key, customer_id bigint not null references customers, status text not null, total int not null, created_at timestamptz not null, data jsonb not null default '{}');
create index orders_customer_idx on orders (customer_id);
create index orders_created_idx on orders (created_at);
create table files (id bigint generated always as identity primary key, name text not null);
create table audit (id bigint generated always as identity primary key, note text);
create table codes (code text primary key, label text);
create table tenants (tid int, id int, primary key (tid, id));
create table items (id int primary key, tid int, parent int);
