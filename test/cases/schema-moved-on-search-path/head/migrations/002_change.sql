create schema sales;
alter table orders set schema sales;
set search_path to public, sales;
