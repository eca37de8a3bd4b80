drop index if exists guests_email_idx;
create unique index concurrently if not exists guests_email_idx on guests (email);
create index if not exists guests_email_idx on guests (email);
