prepare of_number (numeric) as select owner from accounts where number = $1;
-- name: accounts.ofNumber
execute of_number(777);
-- name: accounts.byId
select owner from accounts where id = 7;
