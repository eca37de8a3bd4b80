drop index players_score_idx;
create index players_score_idx on players (score);
