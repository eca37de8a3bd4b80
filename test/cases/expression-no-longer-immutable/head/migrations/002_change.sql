create or replace function zone_of(code text) returns integer language plpgsql as $$ begin return length(code); end $$;
