alter table visits alter column visited_at type timestamptz using visited_at at time zone 'UTC';
