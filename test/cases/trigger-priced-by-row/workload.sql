-- name: documents.archive
update documents set version = version + 1 where owner = 18;
-- name: documents.ofOwner
select id, title from documents where owner = 17;
