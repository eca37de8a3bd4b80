alter table prefs add column updated_at timestamptz;
