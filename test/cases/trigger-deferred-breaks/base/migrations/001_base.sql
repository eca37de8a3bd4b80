create table states (id int primary key, label text not null);
create table entries (id int primary key, state int not null, label text not null);
create index entries_state_idx on entries (state);
