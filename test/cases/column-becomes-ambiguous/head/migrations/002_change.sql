alter table loans add column title text;
