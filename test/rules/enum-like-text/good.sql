create table tickets (id int primary key, status text not null check (status in ('open', 'waiting', 'closed')));
insert into tickets select i, (array['open', 'waiting', 'closed'])[1 + i % 3] from generate_series(1, 1000) i;
create table attachments (id int primary key, owner_type text not null, owner_id int not null);
insert into attachments select i, (array['Ticket', 'User'])[1 + i % 2], i from generate_series(1, 1000) i;

-- name: tickets.byId
select status from tickets where id = 7;
