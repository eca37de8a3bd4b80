-- name: entries.ofOwner
select e.amount from accounts a join entries e on e.account_id = a.id where a.owner = 'owner 77';
-- name: entries.byId
select * from entries where id = 3;
-- name: entries.ofAccount
select amount from entries where account_id = 9;
