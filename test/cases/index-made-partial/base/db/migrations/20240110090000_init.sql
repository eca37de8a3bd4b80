-- migrate:up
create table tickets (id serial primary key, assignee_id integer not null, state text not null, title text not null);
create index tickets_assignee_idx on tickets (assignee_id);

-- migrate:down
