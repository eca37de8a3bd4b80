create table labels (id integer primary key, name text not null);
create table notes (id serial primary key, label_id integer references labels (id), body text not null);
create index notes_label_idx on notes (label_id);
