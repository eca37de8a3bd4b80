create table leads (id serial primary key, region integer not null, stage integer not null, note text not null);
create index leads_region_idx on leads (region);
create index leads_stage_idx on leads (stage);
