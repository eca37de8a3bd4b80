alter table notes drop constraint notes_label_id_fkey;
drop index notes_label_idx;
alter table notes add foreign key (label_id) references labels (id) on delete set null;
