alter table accounts alter column id type numeric;
