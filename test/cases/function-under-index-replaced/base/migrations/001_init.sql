create function key_of(name text) returns text language plpgsql immutable as $$ begin return lower(name); end $$;
create function nick_of(name text) returns text language sql immutable as $$ select lower(name) $$;
create table people (id integer primary key, name text not null, nick text not null);
create index people_key_idx on people (key_of(name));
create index people_nick_idx on people (nick_of(nick));
