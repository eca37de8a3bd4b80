create table tickets (id int primary key, state int not null, owner_id int not null, note text not null);
create index tickets_owner_id_state_idx on tickets (owner_id, state);
insert into tickets select i, i % 3, i / 30, repeat('n', 250) from generate_series(1, 40000) i;

-- name: tickets.openOfOwner
select * from tickets where state = 1 and owner_id = 77;
