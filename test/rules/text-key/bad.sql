create table sessions (id text primary key, user_number int not null);
insert into sessions select md5(i::text)::uuid::text, i from generate_series(1, 500) i;

-- name: sessions.byId
select user_number from sessions where id = 'c4ca4238-a0b9-2382-0dcc-509a6f75849b';
