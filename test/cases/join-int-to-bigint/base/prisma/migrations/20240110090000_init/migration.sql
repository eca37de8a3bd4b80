create table accounts (id integer primary key, owner text not null);
create table entries (id serial primary key, account_id integer not null, amount integer not null, memo text not null);
create index entries_account_idx on entries (account_id);
