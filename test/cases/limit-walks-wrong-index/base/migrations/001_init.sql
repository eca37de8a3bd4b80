create table messages (id serial primary key, tenant_id integer not null, created_at timestamptz not null, body text not null);
create index messages_tenant_idx on messages (tenant_id);
