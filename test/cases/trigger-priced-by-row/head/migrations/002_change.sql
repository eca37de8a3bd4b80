create table history (id bigint generated always as identity primary key, document integer not null, title text not null);
create index history_document_idx on history (document);
create function keep() returns trigger language plpgsql as $$
begin
  insert into history (document, title) values (old.id, old.title);
  return null;
end $$;
create trigger documents_keep after update on documents for each row execute function keep();
