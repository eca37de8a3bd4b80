comment on table cities is 'Places with a name';
alter table cities alter column name type text collate "und-x-icu";
