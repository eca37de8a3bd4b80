create table profiles (id integer generated always as identity primary key, user_id integer not null references users on delete cascade, bio text not null);
insert into profiles (user_id, bio) select id, bio from users;
