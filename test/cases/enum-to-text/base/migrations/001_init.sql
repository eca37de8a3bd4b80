create type task_state as enum ('open', 'running', 'done');
create table tasks (id serial primary key, state task_state not null, worker integer not null, detail text not null);
create index tasks_open_idx on tasks (worker) where state = 'open';
