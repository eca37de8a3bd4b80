-- name: failedPages.refresh
refresh materialized view failed_pages;
-- name: failedPages.refreshConcurrently
refresh materialized view concurrently public.failed_pages;
-- name: failedPages.ofPage
select failures from failed_pages where page = 100;
