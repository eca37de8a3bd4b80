create table tickets (id bigint generated always as identity primary key, state text not null, note text not null);
create index tickets_state_idx on tickets (state);
