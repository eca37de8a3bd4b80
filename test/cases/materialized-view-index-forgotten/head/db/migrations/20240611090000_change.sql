-- migrate:up
drop materialized view page_hits;
create materialized view page_hits as select page, count(*) as hits, max(text) as text, min(id) as first from hits group by page;

-- migrate:down
