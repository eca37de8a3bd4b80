create table teams (
  id bigint primary key,
  name text not null
);

create table members (
  id bigint generated always as identity primary key,
  team_id bigint not null,
  name text not null
);

create index members_team_id_idx on members (team_id, name);
alter table members add constraint members_team_id_fkey foreign key (team_id) references teams (id) on delete restrict;
