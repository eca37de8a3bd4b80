-- migrate:up
create table hits (
  id bigint generated always as identity primary key,
  page integer not null,
  status smallint not null,
  referrer text not null
);
create index hits_status_idx on hits (status);
create materialized view failed_pages as
  select page, count(*) as failures from hits where status >= 500 group by page;
create unique index failed_pages_page_idx on failed_pages (page);

-- migrate:down
drop materialized view failed_pages;
drop table hits;
