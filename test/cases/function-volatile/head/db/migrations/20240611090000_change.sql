-- migrate:up
create or replace function my_shop() returns integer language plpgsql as $$ begin return current_shop(); end $$;

-- migrate:down
