alter table notes add column deleted_at timestamptz;
create index notes_alive_idx on notes (author_id, created_at) where deleted_at is null;
