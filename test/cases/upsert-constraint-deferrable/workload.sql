-- name: settings.set
insert into settings values ('a', 1) on conflict (name) do update set value = excluded.value;
-- name: settings.get
select value from settings where name = 'a';
