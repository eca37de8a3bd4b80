-- Housekeeping.
alter table devices
  add column site_id integer references sites (id);

drop index if exists readings_device_idx;
