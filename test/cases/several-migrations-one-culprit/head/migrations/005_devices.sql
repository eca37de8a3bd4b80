create index devices_site_idx on devices (site_id);
