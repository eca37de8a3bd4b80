-- migrate:up
drop index tickets_assignee_idx;
create index tickets_assignee_idx on tickets (assignee_id) where state = 'open';

-- migrate:down
