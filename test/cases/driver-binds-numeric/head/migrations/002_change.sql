alter table accounts alter column number type bigint;
