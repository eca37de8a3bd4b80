create table members (tenant integer not null, login text not null, primary key (login, tenant));
create table documents (id serial primary key, tenant integer not null, title text not null, body text not null);
create index documents_tenant_idx on documents (tenant);
alter table documents enable row level security;
create policy tenancy on documents using (tenant = current_setting('app.tenant')::integer);
grant select on documents, members to app;
