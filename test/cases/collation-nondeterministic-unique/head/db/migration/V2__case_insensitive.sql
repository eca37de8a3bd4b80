create collation case_insensitive (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
alter table people alter column email type text collate case_insensitive;
