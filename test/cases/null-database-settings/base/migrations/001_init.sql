create table readings (id integer primary key, device integer not null, note text);
create index readings_device_idx on readings (device);
do $$ begin
  execute format('alter database %I set enable_bitmapscan = off', current_database());
  execute format('alter database %I set work_mem = %L', current_database(), '64kB');
  execute format('alter database %I set search_path = "$user", public', current_database());
end $$;
