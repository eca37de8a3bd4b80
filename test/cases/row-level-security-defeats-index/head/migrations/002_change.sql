create policy own_tenant on documents using (tenant_id = current_setting('app.tenant', true)::integer);
alter table documents enable row level security;
alter table documents force row level security;
