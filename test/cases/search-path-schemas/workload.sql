set search_path to north;
-- name: north.bills
select id from bills where customer = 8;
set search_path to south;
-- name: south.bills
select id from bills where customer = 8;
