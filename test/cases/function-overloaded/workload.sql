-- name: fee.ofLiteral
select fee('50');
-- name: fee.ofColumn
select fee(amount) from payments where id = 1;
