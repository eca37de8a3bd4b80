-- migrate:up
create table hits (id serial primary key, page integer not null, text text not null);
create materialized view page_hits as select page, count(*) as hits, max(text) as text from hits group by page;
create unique index page_hits_page_key on page_hits (page);

-- migrate:down
