drop index members_team_idx;
