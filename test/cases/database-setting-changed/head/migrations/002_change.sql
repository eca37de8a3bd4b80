create table devices (id integer primary key);
do $$ begin
  execute format('alter database %I set work_mem = %L', current_database(), '64kB');
end $$;
