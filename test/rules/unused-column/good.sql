create table accounts (id int primary key, owner_name text not null, created_at timestamptz not null default now());
insert into accounts (id, owner_name) select i, 'o' || i from generate_series(1, 300) i;

-- name: accounts.byOwner
select id from accounts where owner_name = 'o7';
