create table ev_3 (like ev including all);
alter table ev attach partition ev_3 for values from ('2024-03-01') to ('2024-04-01');
create table ev_4 partition of ev for values from ('2024-04-01') to ('2024-05-01');
