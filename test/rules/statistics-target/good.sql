create table users (id int primary key, name text not null);
create table sessions (id int primary key, device_id int not null, user_id int not null references users, name text not null);
create index on sessions (device_id);
alter table sessions alter column device_id set statistics 1000;
insert into users select i, 'name' from generate_series(1, 2000) i;
-- A hundred and thirty devices with some two hundred sessions each, and three thousand with one.
insert into sessions
select i, case when i <= 26000 then i % 130 when i <= 27000 then i % 100 else i end, 1 + i % 2000, repeat('n', 200)
from generate_series(1, 30000) i;

-- name: users.ofDevice
select s.name, u.name from sessions s join users u on u.id = s.user_id where s.device_id = 120;
