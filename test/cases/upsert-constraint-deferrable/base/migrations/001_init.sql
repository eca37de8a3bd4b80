create table settings (name text constraint settings_name_key unique, value integer not null);
