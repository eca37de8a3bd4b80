create table accounts (id bigint primary key, owner text not null, note text not null);
insert into accounts select i, 'owner', repeat('n', 200) from generate_series(1, 20000) i;

-- name: accounts.byId
select * from accounts where id = 4711.0;
