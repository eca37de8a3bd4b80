create table teams (id integer primary key, name text not null);
create table members (id serial primary key, team_id integer not null, name text not null);
