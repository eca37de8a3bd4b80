alter table authors add column biography text;
update authors set biography = repeat(md5(id::text), 20);
