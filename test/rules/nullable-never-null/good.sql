create table members (id int primary key, email text, closed_at timestamptz);
insert into members
select i, case when i % 9 > 0 then 'u' || i || '@mail.example' end, case when i % 9 = 0 then now() end
from generate_series(1, 1000) i;

-- name: members.byId
select email from members where id = 7;
-- name: members.add
insert into members (id, email) values (5000, 'new@mail.example');
