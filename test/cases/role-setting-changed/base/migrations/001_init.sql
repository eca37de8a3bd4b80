create schema shop;
alter role current_user set search_path = shop, public;
create table shop.readings (id integer primary key, device integer not null, note text);
