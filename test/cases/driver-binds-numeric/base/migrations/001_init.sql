create table accounts (id serial primary key, number numeric(12) not null, owner text not null);
create index accounts_number_idx on accounts (number);
