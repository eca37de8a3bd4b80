-- name: photos.ofTag
select file from photos where tag = 'tag5';
-- name: photos.byId
select file from photos where id = 5;
