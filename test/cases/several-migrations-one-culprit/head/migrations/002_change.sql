alter table devices add column model text;
