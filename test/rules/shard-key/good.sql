create table tenants (id int primary key);
create table users (id int primary key, tenant_id int not null references tenants);
create table tickets (id int primary key, tenant_id int not null references tenants, user_id int not null references users);
create index on users (tenant_id);
create index on tickets (tenant_id);
create index on tickets (user_id);
insert into tenants select i from generate_series(1, 50) i;
insert into users select i, 1 + i % 50 from generate_series(1, 1000) i;
insert into tickets select i, 1 + i % 50, 1 + i % 1000 from generate_series(1, 20000) i;

-- name: tickets.ofTenant
select count(*) from tickets where tenant_id = 7;
-- name: tickets.ofUser
-- calls: 50
select count(*) from tickets where user_id = 7;
