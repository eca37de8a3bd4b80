create table teams (id integer primary key, name text not null);
create table members (id serial primary key, team_id integer not null, name text not null);
create index members_team_idx on members (team_id);
alter table members add foreign key (team_id) references teams (id);
