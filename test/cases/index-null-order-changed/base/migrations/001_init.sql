create table players (id serial primary key, score integer, name text not null);
create index players_score_idx on players (score desc nulls last);
