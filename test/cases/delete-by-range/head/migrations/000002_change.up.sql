drop index sessions_expires_idx;
