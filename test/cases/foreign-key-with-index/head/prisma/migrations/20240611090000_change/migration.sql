create index members_team_idx on members (team_id);
alter table members add constraint members_team_fkey foreign key (team_id) references teams (id);
