-- name: documents.labelled
select id from documents where tenant_id = 1 and labels @> '{l17}';
-- name: documents.byId
select body from documents where id = 401;
