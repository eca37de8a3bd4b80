create table teams (id integer primary key);
alter role current_user set plan_cache_mode = force_generic_plan;
