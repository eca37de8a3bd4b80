set role app;
set app.tenant = '7';
set app.login = 'ann';
-- name: documents.list
select id, title from documents order by id limit 50;
-- name: documents.count
select count(*) from documents;
