alter table cities alter column name type text collate "C";
