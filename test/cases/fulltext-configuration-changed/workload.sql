-- name: articles.search
select id, title from articles where to_tsvector('english', body) @@ to_tsquery('english', 'word17');
-- name: articles.byId
select * from articles where id = 3;
