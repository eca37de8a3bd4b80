create table cards (id integer primary key, code integer not null);
create function look_up_card() returns trigger language plpgsql as $$ begin perform count(*) from cards where code = new.code; return new; end $$;
create trigger cards_look_up before update on cards for each row execute function look_up_card();
alter table cards disable trigger cards_look_up;
