-- name: prefs.save
insert into prefs (user_id, theme) values (7, 'light') on conflict (user_id) do update set theme = excluded.theme;
