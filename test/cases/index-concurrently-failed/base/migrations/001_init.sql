create table if not exists guests (id serial primary key, email text not null, room integer not null);
create index if not exists guests_email_idx on guests (email);
