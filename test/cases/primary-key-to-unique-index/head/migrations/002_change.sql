alter table teams drop constraint teams_pkey;
create unique index teams_pkey on teams (id);
