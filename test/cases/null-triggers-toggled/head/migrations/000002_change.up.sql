create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
alter table orders disable trigger user;
alter table orders enable trigger user;
