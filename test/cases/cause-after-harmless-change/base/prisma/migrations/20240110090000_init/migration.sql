create table codes (id serial primary key, code varchar(30) not null, memo text not null);
create index codes_code_idx on codes (code);
