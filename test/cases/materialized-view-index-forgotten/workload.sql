-- name: pageHits.ofPage
select hits from page_hits where page = 12;
-- name: hits.byId
select page from hits where id = 12;
