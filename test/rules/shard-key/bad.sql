-- target: utilisation = 0.5
create table tenants (id int primary key);
create table countries (code text primary key);
create table users (id int primary key, tenant_id int not null references tenants, country text not null references countries, unique (tenant_id, id));
create table tickets (id int primary key, tenant_id int not null references tenants, user_id int not null references users (id),
  reviewer_id int not null, foreign key (tenant_id, reviewer_id) references users (tenant_id, id));
create table remarks (id int primary key, ticket_id int not null references tickets);
create index on users (tenant_id);
create index on tickets (tenant_id);
create index on tickets (user_id);
create index on remarks (ticket_id);
insert into tenants select i from generate_series(1, 50) i;
insert into countries values ('de'), ('fr');
insert into users select i, 1 + i % 50, 'de' from generate_series(1, 1000) i;
insert into tickets select i, 1 + i % 50, 1 + i % 1000, case when i % 50 = 0 then 50 else i % 50 end from generate_series(1, 20000) i;
insert into remarks select i, i from generate_series(1, 2000) i;

-- name: tickets.ofTenant
-- calls: 300
select count(*) from tickets where tenant_id = 7;
-- name: tickets.withReviewer
select count(*) from tickets t join users u on u.tenant_id = t.tenant_id and u.id = t.reviewer_id where t.tenant_id = 7;
-- name: tickets.withUser
select count(*) from tickets t join users u on u.id = t.user_id where t.tenant_id = 7;
-- name: tickets.ofUser
select count(*) from tickets where user_id = 7;
-- name: tickets.review
-- calls: 20
update tickets set reviewer_id = 56 where tenant_id = 7 and id = 6;
