alter table settings drop constraint settings_name_key;
alter table settings add constraint settings_name_key unique (name) deferrable;
