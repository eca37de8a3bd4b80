-- name: events.insert
insert into events (id, name) values (77, 'b');
-- name: events.byId
select name from events where id = 1;
