create table accounts (id int primary key, owner_name text not null);
insert into accounts select i, 'o' || i from generate_series(1, 300) i;

-- name: accounts.byOwner
select id from accounts where owner_name = 'o7';
