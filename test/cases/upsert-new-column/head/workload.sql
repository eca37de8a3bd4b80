-- name: prefs.save
insert into prefs (user_id, theme, updated_at) values (7, 'light', '2024-05-05') on conflict (user_id) do update set theme = excluded.theme, updated_at = excluded.updated_at;
