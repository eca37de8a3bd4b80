create table profiles (id integer primary key, team integer not null, name text not null);
create index profiles_team_idx on profiles (team);
