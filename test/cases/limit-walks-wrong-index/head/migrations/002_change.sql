create index messages_created_idx on messages (created_at);
