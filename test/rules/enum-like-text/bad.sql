create table tickets (id int primary key, status text not null);
insert into tickets select i, (array['open', 'waiting', 'closed'])[1 + i % 3] from generate_series(1, 1000) i;

-- name: tickets.byId
select status from tickets where id = 7;
