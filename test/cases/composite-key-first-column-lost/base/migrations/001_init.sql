create table assets (id integer not null, tenant_id integer not null, name text not null, constraint assets_pkey primary key (id));
