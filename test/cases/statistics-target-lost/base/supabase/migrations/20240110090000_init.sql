create table jobs (id bigint generated always as identity primary key, state text not null, payload text not null);
create index jobs_state_idx on jobs (state);
alter table jobs alter column state set statistics 500;
