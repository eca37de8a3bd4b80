begin;
create table scratch (id integer);
drop table scratch;
commit;
