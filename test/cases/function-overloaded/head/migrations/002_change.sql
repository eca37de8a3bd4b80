create function fee(on_day date) returns integer language sql immutable as $$ select 1 $$;
