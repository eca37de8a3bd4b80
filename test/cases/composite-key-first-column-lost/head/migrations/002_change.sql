alter table assets drop constraint assets_pkey;
alter table assets add constraint assets_pkey primary key (tenant_id, id);
