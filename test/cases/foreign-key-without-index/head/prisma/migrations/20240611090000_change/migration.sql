alter table members add constraint members_team_fkey foreign key (team_id) references teams (id);
