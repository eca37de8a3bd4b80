-- name: i.ins
insert into items values (1000000, 5, 5);
