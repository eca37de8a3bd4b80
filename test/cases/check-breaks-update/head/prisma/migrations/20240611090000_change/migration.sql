alter table notes add constraint notes_author_positive check (author_id >= 0);
