create table tasks (id serial primary key, project_id integer not null, state text not null, title text not null);
create index tasks_project_state_idx on tasks (project_id, state);
