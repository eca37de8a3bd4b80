-- name: coupons.byCode
select * from coupons where code = 'CODE-77';
-- name: coupons.ofPrefix
select count(*) from coupons where code like 'CODE-2999%';
-- name: coupons.noted
select count(*) from coupons where note = 'x';
