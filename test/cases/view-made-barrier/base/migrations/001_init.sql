create table members (id integer primary key, club integer not null, name text not null);
create index members_name_idx on members (lower(name));
create view active_members as select * from members where club > 0;
