-- name: codes.byCode
select memo from codes where code = 'c77';
-- name: codes.byId
select memo from codes where id = 6;
